import { digits } from "../digits.ts";
import { type ReaderCommandWords, readerCommandEn } from "./en.ts";

export const readerCommandKo: ReaderCommandWords = {
  readers: "보존된 이벤트를 모두 읽는 프로그램(보관, 통계 등)",
  add: "읽기 프로그램을 추가합니다. 브로커의 컨슈머와 키트의 로그인을 만듭니다",
  list: "읽기 프로그램과 아직 읽지 않은 이벤트 수를 보여 줍니다",
  remove: "읽기 프로그램을 없애고 로그인을 폐기합니다",
  reader: "작은 읽기 프로그램 두 가지 (예제)",
  archive: "보존된 이벤트를 FILE에 한 줄씩 JSON으로 덧붙입니다",
  ageing: "서비스마다 결재가 얼마나 오래 대기하는지, 사람 없이 보고합니다",
  option: {
    services: "이벤트를 읽을 서비스(쉼표로 구분) 또는 all",
    persons: "누가 몇 건인지 보아도 된다는 뜻입니다",
    name: "읽기 프로그램의 이름",
    follow: "신호를 받을 때까지 계속합니다",
    state: "보고서가 아는 것을 저장하는 파일. 사람이 들어 있습니다",
  },
  personsNeeded:
    "모든 이벤트에는 사람이 있고 브로커가 가릴 수 없습니다. 사람을 보아도 되면 --persons를 붙이고, 아니면 보고서를 주십시오",
  badName: '이름은 영문 소문자, 숫자, "-", "_"로 32자까지입니다',
  noServices: "서비스나 all을 지정하십시오",
  added: (name, services) =>
    `${name}: 이제부터 ${services ?? "모든 서비스"}의 이벤트를 사람과 함께 읽습니다.`,
  login: (file) => `로그인: ${file}`,
  removed: (name) => `${name}을(를) 없앴습니다.`,
  listed: (name, services, waiting) =>
    `${name}\t${services ?? "모두"}\t읽지 않은 이벤트 ${digits("ko", waiting)}개`,
  none: "읽기 프로그램이 없습니다.",
  archived: (count, file) => `이벤트 ${digits("ko", count)}개를 ${file}에 덧붙였습니다.`,
  ageingHead: "서비스\t대기\t사람\t1일 미만\t1~3일\t3~7일\t7일 이상\t가장 오래",
  ageingLine: (line) => readerCommandEn.ageingLine(line).replace(/ h$/, "시간"),
};
