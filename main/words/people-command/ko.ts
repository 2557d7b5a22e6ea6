import { digits } from "../digits.ts";
import type { PeopleCommandWords } from "./en.ts";

const people = (count: number): string => `${digits("ko", count)}명`;

export const peopleCommandKo: PeopleCommandWords = {
  about: "사람 명부: 건수를 받을 사람과 별칭. 명부가 없으면 누구의 건수든 받습니다",
  import: "명부를 FILE로 바꿉니다 (CSV, UTF-8; -는 표준 입력). id 열과, ;로 나눈 aliases 열을 읽습니다",
  list: "명부를 CSV로 출력합니다",
  show: "id나 별칭으로 한 사람을 보여 줍니다",
  remove: "명부에서 사람을 지우거나 명부 전체를 지웁니다",
  leavers: "인사 이벤트로 퇴사했거나 ID가 바뀐 사람과, 로그인이 아직 유효한지를 보여 줍니다",
  option: {
    dryRun: "바뀔 내용만 보여 주고 저장하지 않습니다",
    force: "20 %가 넘는 사람이 지워져도 진행합니다",
    forget: "지워지는 사람의 건수와 앱 보고도 지웁니다 (alrimi users forget)",
    all: "명부 전체를 지웁니다. 그 뒤로는 누구의 건수든 받습니다",
    apply: "그 사람들의 건수와 보고를 지우고, 키트에서 로그인을 폐기합니다",
  },
  fault: (line, column, detail) =>
    `${[line === undefined ? "" : `${line}번째 줄`, column === undefined ? "" : `"${column}" 열`]
      .filter(Boolean)
      .join(", ")}${line === undefined && column === undefined ? "" : ": "}${detail}`,
  refused: (file, faults) => `${file}을(를) 가져오지 않았고, 아무것도 바꾸지 않았습니다:\n${faults}`,
  tooManyRemoved: (removed, before) =>
    `${people(before)} 가운데 ${people(removed)}이 지워집니다. 20 %가 넘어 아무것도 바꾸지 않았습니다. 맞는 파일이면 --force를 붙이십시오.`,
  imported: (count, aliases) => `새 명부: ${people(count)}, 별칭 ${digits("ko", aliases)}개.`,
  notWritten: "저장하지 않았습니다 (--dry-run).",
  changes: (added, removed, changed, unchanged) =>
    `추가 ${added}, 삭제 ${removed}, 별칭 변경 ${changed}, 그대로 ${unchanged}.`,
  removedIds: (ids) => `삭제: ${ids}`,
  more: (count) => `그 밖에 ${people(count)}`,
  ignored: (columns) => `읽지도 저장하지도 않는 열: ${columns}.`,
  afterRemoval:
    '이 사람들의 건수는 "alrimi users forget ID"(또는 --forget)를 할 때까지, 로그인은 "alrimi users revoke ID"를 할 때까지 남습니다.',
  forgotten: (events, reports) =>
    `이 사람들의 건수 ${events}개와 보고 ${reports}개를 지웠습니다. 로그인은 "alrimi users revoke ID"로 폐기하십시오.`,
  leaver: (id, date, now, hasLogin) =>
    `${id}\t${date}\t${now === undefined ? "퇴사" : `지금 ID ${now}`}${hasLogin ? "\t로그인 유효" : ""}`,
  leaverCount: (count, logins) =>
    `ID ${digits("ko", count)}개${logins === undefined ? "" : `, 유효한 로그인 ${digits("ko", logins)}개`}.`,
  leaversForgotten: (events, reports) =>
    `이 사람들의 건수 ${digits("ko", events)}개와 보고 ${digits("ko", reports)}개를 지웠습니다.`,
  person: (id, aliases) => (aliases === "" ? `${id}, 별칭 없음` : `${id}, 별칭 ${aliases}`),
  unknown: (names) => `명부에 없습니다: ${names}. 아무것도 바꾸지 않았습니다.`,
  noDirectory: "사람 명부가 없어 누구의 건수든 받습니다.",
  nobodyNamed: "사람을 지정하십시오. 명부 전체를 지우려면 --all을 쓰십시오.",
  lastOnes: "명부에 남는 사람이 없습니다. 다시 누구의 건수든 받으려면 --all을 쓰십시오.",
  cleared: "명부를 지웠습니다. 이제 누구의 건수든 받고, 별칭은 다른 사람으로 처리합니다.",
};
