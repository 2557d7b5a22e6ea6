import type { EnrolmentCommandWords } from "./en.ts";

export const enrolmentCommandKo: EnrolmentCommandWords = {
  about: "앱이 회사 로그인이나 일회용 코드로 직접 받는 로그인",
  init: "alrimi server가 앱의 로그인에 서명할 키와, 서버용 enrolment.json을 만듭니다",
  code: "한 사람의 PC 한 대에 쓸 일회용 코드를 만듭니다",
  list: "등록된 PC와 아직 쓰지 않은 코드를 사람별로 보여 줍니다",
  revoke: "한 사람의 PC 로그인과 쓰지 않은 코드를 모두, 또는 키 하나의 로그인만 폐기합니다",
  option: {
    newKey: "다른 키를 만듭니다. 이전 키로 서명한 로그인은 끝나고, 앱은 스스로 새 로그인을 받습니다",
    ca: "앱에 줄 브로커 인증 기관의 PEM 파일 (기본: 키트의 tls/ca.pem)",
    appServer: "앱에 줄 브로커 주소 (기본: 키트의 주소)",
    user: "사람",
    listUser: "이 사람만",
    key: "이 키만 (list에서 확인)",
    expires: "코드를 쓸 수 있는 기간: 4h, 1d",
  },
  made: (file, folder) =>
    [
      `${file}을(를) 썼습니다.`,
      "다음:",
      `  1. ${folder}/servers/*/accounts.conf를 서버에 복사한 뒤 각 서버에서 실행하십시오: nats-server --signal reload`,
      `  2. ${file}을(를) alrimi server가 있는 컴퓨터에 복사하고(모드 0600) 구성에 적습니다:`,
      '     "http": { …, "enrolment": { "file": "enrolment.json" } }',
      "  3. PC의 정책에 적습니다:",
      '     "enrol": "https://alrimi.example.com"',
      "이 파일로는 앱의 로그인만 만들 수 있습니다.",
    ].join("\n"),
  coded: (user, code, until) =>
    `${user} 님의 코드입니다. ${until}까지 PC 한 대에 쓸 수 있습니다:\n  ${code}\n다른 사람이 볼 수 없는 방법으로 전달하십시오. 코드는 어디에도 저장되지 않습니다.`,
  badPeriod: "기간은 4h, 1d 또는 7d로 쓰고, 30d까지입니다",
  nobody: "등록된 PC도, 쓰지 않은 코드도 없습니다.",
  listed: (user, pc, state, key) => `${user}\t${pc}\t${state}\t${key}`,
  listedCode: (user, state) => `${user}\t쓰지 않은 일회용 코드\t${state}`,
  state: {
    until: (time) => `${time}까지`,
    ended: (time) => `${time}에 만료됨`,
    withdrawn: (time) => `${time}에 폐기됨`,
  },
  none: (user) => `${user} 님에게는 폐기할 PC 로그인도, 쓰지 않은 코드도 없습니다.`,
  codesWithdrawn: (user, count) => `${user} 님의 쓰지 않은 코드 ${count}개를 폐기했습니다.`,
  revoked: (user, count, pcs, folder) =>
    [
      `${user} 님의 로그인 ${count}개를 폐기했습니다: ${pcs}. 더 이상 갱신되지 않습니다.`,
      `바로 끝내려면 ${folder}/servers/*/accounts.conf를 서버에 복사한 뒤 각 서버에서 실행하십시오: nats-server --signal reload`,
    ].join("\n"),
};
