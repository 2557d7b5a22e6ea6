import type { Language } from "../../main/contract/catalog.ts";
import type { Outcome } from "../../main/contract/intake.ts";
import type { Decision } from "./company.ts";
import type { Fault, Progress } from "./desk.ts";
import type { HrHappening } from "./hr.ts";
import type { WayKind } from "./ways/way.ts";

/** All texts of the terminal and the pages, except the requests. */
const ko = {
  // terminal
  starting: (folder: string) => `알림이 데모를 시작합니다. 데이터 폴더: ${folder}`,
  controlPage: (url: string) => `데모 회사 제어판: ${url}`,
  howToEnd: "끝내려면 Ctrl-C를 누르세요.",
  ending: "데모를 끝냅니다…",
  ended: "모두 끝났습니다. 남은 프로세스가 없습니다.",
  alreadyRunning: (folder: string, url: string | undefined) =>
    `이 데이터 폴더의 데모가 이미 실행 중입니다: ${folder}${url === undefined ? "" : `\n제어판: ${url}`}`,
  noBroker: "nats-server가 없습니다. ./build/setup 을 실행하면 설치됩니다.",
  failed: (what: string, detail: string) =>
    `${what}: ${detail}\n빠진 것이 있으면 ./build/setup 이 채워 줍니다.`,
  brokerFailed: "브로커를 시작하지 못했습니다",
  webFailed: "데모 회사의 웹 화면을 열지 못했습니다",
  desktopFailed: "가상 데스크톱을 시작하지 못했습니다",
  appFailed: "앱을 시작하지 못했습니다",
  otherPort: (wanted: number, got: number) =>
    `다른 프로그램이 ${wanted}번 포트를 쓰고 있어 ${got}번을 씁니다.`,
  fresh: (file: string) => `저장된 상태를 읽을 수 없어 새로 시작합니다: ${file}`,

  brokerUp: (url: string) => `브로커: ${url} 에서 실행 중`,
  brokerDown: "브로커: 꺼졌습니다. 서비스들은 최신 건수를 보관하고 기다립니다.",
  brokerDied: "브로커: nats-server 프로세스가 종료되었습니다. 제어판에서 다시 시작할 수 있습니다.",
  brokerNotStarted: (detail: string) => `브로커: 다시 시작하지 못했습니다 (${detail})`,
  serverUp: (url: string) => `알림이 서버: 키퍼와 HTTP(${url})가 실행 중`,
  serverDown: "알림이 서버: 꺼졌습니다. 이벤트는 브로커에 쌓입니다.",
  serverDied: "알림이 서버: 프로세스가 종료되었습니다. 제어판에서 다시 시작할 수 있습니다.",
  serverNotStarted: (detail: string) => `알림이 서버: 다시 시작하지 못했습니다 (${detail})`,
  serverFailed: "알림이 서버를 시작하지 못했습니다",
  presenting: (isOn: boolean): string => (isOn ? "발표를 시작했습니다 (방해 금지)." : "발표를 끝냈습니다."),
  presentingFailed: (detail: string) => `방해 금지를 바꾸지 못했습니다 (${detail})`,

  appPreparing: "앱: 준비하는 중…",
  appStarted: (user: string, log: string) => `앱: ${user} 사용자로 시작했습니다 (로그: ${log})`,
  appSaid: (line: string) => `앱: ${line}`,
  appEnded: "앱: 종료했습니다.",
  appCrashed: (how: string, log: string) => `앱: 비정상 종료했습니다 (${how}). 로그: ${log}`,
  appConnection: {
    connecting: "브로커에 연결하는 중",
    syncing: "최신 상태를 읽는 중",
    fresh: "최신 상태",
    stale: "건수가 늦을 수 있어 마지막 건수를 기준 시각과 함께 보여 줍니다",
    refused: "브로커가 접속을 거부했습니다",
    misconfigured: "설정이 잘못되었습니다",
  } as Readonly<Record<string, string>>,
  appTold: (rows: string) => `알림을 띄웠습니다 (${rows})`,
  appBoard: "가상 데스크톱에서는 아이콘을 누를 수 없어 결재 현황을 자동으로 엽니다.",
  noApp: "앱 없이 실행합니다 (--no-app).",
  policyAt: (file: string) => `앱의 정책 파일: ${file}`,
  virtualDesktop: "화면이 없어 가상 데스크톱에서 앱을 실행합니다.",
  screen: (file: string) => `가상 데스크톱 화면: ${file}`,
  screenChanged: (file: string) => `화면이 바뀌었습니다: ${file}`,
  screenFailed: (detail: string) => `화면을 저장하지 못했습니다: ${detail}`,

  requested: (service: string, who: string, title: string, count: number) =>
    `${service}: 새 요청, ${who} · ${title} (대기 ${count}건)`,
  decided: (service: string, decision: Decision, title: string, count: number) =>
    `${service}: ${decision === "approve" ? "승인" : "반려"}, ${title} (대기 ${count}건)`,
  published: (service: string, count: number, sequence: string) =>
    `${service}: 브로커가 이벤트를 저장했습니다, ${count}건 (순번 ${sequence})`,
  outcome: (service: string, outcome: Outcome) => `${service}: ${outcomeInKorean(outcome)}`,
  faulty: (service: string, fault: Fault, sequence: string) =>
    `${service}: 일부러 보냄, ${{ late: "이전 이벤트를 뒤늦게", twice: "최신 이벤트를 한 번 더", malformed: "건수가 -1인 이벤트를" }[fault]} (순번 ${sequence}). 앱의 건수는 바뀌지 않아야 합니다.`,
  faultNotSent: (service: string, detail: string) => `${service}: 보내지 못했습니다 (${detail})`,
  waiting: (service: string, detail: string) =>
    `${service}: 보내지 못해 최신 건수를 보관하고 다시 시도합니다 (${detail})`,

  // pages
  company: "가온상사",
  demo: "알림이 데모",
  control: "제어판",
  approver: (user: string) => `결재자 ${user}`,
  controlIntro:
    "결재 시스템 다섯 개는 건수가 바뀔 때마다 서로 다른 다섯 가지 방식으로 이벤트를 보냅니다. 브로커가 저장하면 알림이 서버의 키퍼가 최신인지 판단해 반영하고, 앱은 반영된 건수만 받습니다.",
  broker: "브로커",
  running: "실행 중",
  stopped: "꺼짐",
  busy: "바뀌는 중…",
  stopBroker: "브로커 강제 종료",
  startBroker: "브로커 시작",
  brokerHint: "끄면 앱이 마지막 건수를 ‘기준 시각’과 함께 보여 줍니다. 켜면 몇 초 안에 따라잡습니다.",
  server: "알림이 서버(키퍼, HTTP)",
  stopServer: "키퍼 강제 종료",
  startServer: "키퍼 시작",
  serverHint:
    "끄면 이벤트는 브로커에 쌓이고, 앱은 1분 안에 건수가 늦을 수 있다고 알립니다. HTTP와 MQTT를 쓰는 서비스는 다시 시도합니다.",
  oldPc: {
    known: "브리지가 이 건수를 알고 있음",
    notAskedYet: "브리지가 곧 물어봄",
    chart: (bridge: number, page: number) => `최근 1분의 요청: 브리지 ${bridge}번, 화면이 직접 ${page}번`,
    bridge: (requests: number) => `브리지 ${requests}번`,
    page: (requests: number) => `화면이 직접 ${requests}번`,
    refused: (requests: number) => `거절 ${requests}번`,
    answeredIn: (ms: number | undefined) =>
      ms === undefined ? "아직 응답 없음" : `마지막 응답 ${(ms / 1_000).toFixed(1)}초`,
    crowd: "예전 방식 보기 (화면 60개)",
    endCrowd: "예전 방식 끝내기",
    crowded: (isOn: boolean): string =>
      isOn
        ? "출장비 정산: 화면 60개가 3초마다 직접 묻기 시작했습니다 (예전 방식)."
        : "출장비 정산: 다시 브리지만 묻습니다.",
    hint: "이벤트를 보내지 못하고, 한 번에 한 요청만 처리하는 PC입니다. 브리지 하나가 주인이 정한 속도(1분에 60번까지)로 모두를 대신해 묻습니다. 사람이 늘거나 자주 보아도 부하는 같습니다.",
    crowdedHint:
      "예전 방식: 직원 60명의 화면이 3초마다 직접 묻습니다. PC가 느려지고 요청을 거절합니다. 브리지가 답을 받지 못하면 앱은 마지막 건수를 ‘확인 안 됨’으로 보여 주며, 0으로 바꾸지 않습니다.",
  },
  hr: {
    title: (people: number) => `인사: 직원 ${people}명`,
    join: "새 직원 입사",
    leave: (id: string) => `${id} 퇴사`,
    hint: "인사 시스템이 입사·퇴사 이벤트를 보내면 직원 명부가 바로 따릅니다. 브리지는 다음 바퀴부터 새 직원도 묻고, 퇴사자의 건수는 더 받지 않습니다. 이름을 누르면 퇴사합니다.",
    did: ({ kind, id, detail }: HrHappening): string =>
      ({
        joined: `인사: ${id} 입사. 직원 명부에 올랐습니다.`,
        left: `인사: ${id} 퇴사. 이제 이 사람의 건수는 받지 않습니다.`,
        "not-sent": `인사: ${id}의 이벤트를 보내지 못했습니다 (${detail})`,
      })[kind],
  },
  portal: {
    title: "회사 포털",
    intro:
      "회사 포털의 한 화면입니다. script 요소 하나로 같은 결재 현황이 나타나고, 건수가 바뀌면 바로 따릅니다.",
  },
  burst: "요청 50건 만들기",
  dueSoon: "기한 임박",
  duePast: "기한 지남",
  startPresenting: "발표 중",
  stopPresenting: "발표 끝",
  presentingHint: "발표 중(방해 금지)입니다. 앱은 알림을 모아 두었다가 끝나면 한 번에 알립니다.",
  screenTitle: "가상 데스크톱",
  screenAlt: "가상 데스크톱의 최근 화면",
  newRequest: "새 요청",
  waits: "대기",
  sequence: "순번",
  progress: { kept: "반영됨", stored: "브로커에 저장됨", waiting: "전달 대기" } as Readonly<
    Record<Progress, string>
  >,
  way: {
    outbox: "아웃박스 라이브러리",
    http: "HTTP POST",
    nats: "NATS 클라이언트",
    mqtt: "MQTT 메시지",
    command: "alrimi publish 명령",
  } as Readonly<Record<WayKind, string>>,
  onPurpose: "일부러 보내기",
  fault: { late: "늦게", twice: "두 번", malformed: "오류" } as Readonly<Record<Fault, string>>,
  journal: "기록",
  nothingYet: "아직 기록이 없습니다.",
  nothingWaits: "결재할 문서가 없습니다",
  requester: "요청자",
  title: "내용",
  requestedAt: "요청 시각",
  dueAt: "기한",
  decision: "처리",
  approve: "승인",
  reject: "반려",
  waitingFor: (count: number) => `결재 대기 ${count}건`,
  more: (count: number) => `이 밖에 ${count}건이 더 있습니다.`,
  notFound: "페이지가 없습니다",
  refused: "받아들일 수 없는 요청입니다",
};

export type DemoWords = typeof ko;

const en: DemoWords = {
  starting: (folder) => `Starting the Alrimi demo. Data folder: ${folder}`,
  controlPage: (url) => `Control page of the demo company: ${url}`,
  howToEnd: "Ctrl-C ends it.",
  ending: "Ending the demo …",
  ended: "The demo has ended. No process is left.",
  alreadyRunning: (folder, url) =>
    `The demo is running already with this data folder: ${folder}${url === undefined ? "" : `\nControl page: ${url}`}`,
  noBroker: "nats-server is missing. Run ./build/setup to install it.",
  failed: (what, detail) => `${what}: ${detail}\nIf something is missing, ./build/setup installs it.`,
  brokerFailed: "The broker did not start",
  webFailed: "The demo company's web pages could not be opened",
  desktopFailed: "The virtual desktop did not start",
  appFailed: "The app did not start",
  otherPort: (wanted, got) => `Another program uses port ${wanted}; using ${got}.`,
  fresh: (file) => `The saved state cannot be read; starting with a new one: ${file}`,

  brokerUp: (url) => `broker: running at ${url}`,
  brokerDown: "broker: stopped. The services keep their newest counts and wait for it.",
  brokerDied: "broker: the nats-server process has ended. The control page can start it again.",
  brokerNotStarted: (detail) => `broker: could not be restarted (${detail})`,
  serverUp: (url) => `Alrimi server: keeper and HTTP (${url}) are running`,
  serverDown: "Alrimi server: stopped. Events wait in the broker.",
  serverDied: "Alrimi server: the process has ended. The control page can start it again.",
  serverNotStarted: (detail) => `Alrimi server: could not be restarted (${detail})`,
  serverFailed: "The Alrimi server did not start",
  presenting: (isOn) => (isOn ? "Presenting (do not disturb)." : "No longer presenting."),
  presentingFailed: (detail) => `"Do not disturb" could not be changed (${detail})`,

  appPreparing: "app: getting ready …",
  appStarted: (user, log) => `app: started as ${user} (log: ${log})`,
  appSaid: (line) => `app: ${line}`,
  appEnded: "app: ended.",
  appCrashed: (how, log) => `app: ended abnormally (${how}). Log: ${log}`,
  appConnection: {
    connecting: "connecting to the broker",
    syncing: "reading the newest state",
    fresh: "up to date",
    stale: "counts may be late, showing the last ones with their time",
    refused: "the broker refuses the login",
    misconfigured: "the settings are wrong",
  },
  appTold: (rows) => `notified (${rows})`,
  appBoard: "The icon on the virtual desktop cannot be clicked, so the demo opens the board.",
  noApp: "Running without the app (--no-app).",
  policyAt: (file) => `Policy file for the app: ${file}`,
  virtualDesktop: "There is no display: the app runs on a virtual desktop.",
  screen: (file) => `The virtual desktop's screen: ${file}`,
  screenChanged: (file) => `The screen has changed: ${file}`,
  screenFailed: (detail) => `The screen could not be saved: ${detail}`,

  requested: (service, who, title, count) => `${service}: new request, ${who} · ${title} (${count} waiting)`,
  decided: (service, decision, title, count) =>
    `${service}: ${decision === "approve" ? "approved" : "rejected"}, ${title} (${count} waiting)`,
  published: (service, count, sequence) =>
    `${service}: the broker stored count ${count} (sequence ${sequence})`,
  outcome: (service, outcome) => `${service}: ${outcomeInEnglish(outcome)}`,
  faulty: (service, fault, sequence) =>
    `${service}: on purpose, ${{ late: "the previous event is sent late", twice: "the newest event is sent again", malformed: "an event with the count -1 is sent" }[fault]} (sequence ${sequence}). The count in the app must not change.`,
  faultNotSent: (service, detail) => `${service}: not sent (${detail})`,
  waiting: (service, detail) =>
    `${service}: could not send; the newest count is kept and sent again (${detail})`,

  company: "Gaon Trading",
  demo: "Alrimi demo",
  control: "Control",
  approver: (user) => `Approver ${user}`,
  controlIntro:
    "Five approval systems send an event whenever a count changes, in five different ways. The broker stores it, and the keeper of the Alrimi server keeps it if it is the newest. The app receives only what is kept.",
  broker: "Broker",
  running: "running",
  stopped: "stopped",
  busy: "changing …",
  stopBroker: "Kill the broker",
  startBroker: "Start the broker",
  brokerHint:
    "While it is down, the app shows the last counts with their time. After a restart the app catches up within seconds.",
  server: "Alrimi server (keeper, HTTP)",
  stopServer: "Kill the keeper",
  startServer: "Start the keeper",
  serverHint:
    "While it is down, events wait in the broker, and within a minute the app says that counts may be late. The services that use HTTP and MQTT try again.",
  oldPc: {
    known: "the bridge knows this count",
    notAskedYet: "the bridge will ask soon",
    chart: (bridge, page) => `Requests of the last minute: ${bridge} by the bridge, ${page} by pages`,
    bridge: (requests) => `bridge: ${requests}`,
    page: (requests) => `pages: ${requests}`,
    refused: (requests) => `refused: ${requests}`,
    answeredIn: (ms) => (ms === undefined ? "no answer yet" : `last answer in ${(ms / 1_000).toFixed(1)} s`),
    crowd: "Show the old way (60 pages)",
    endCrowd: "End the old way",
    crowded: (isOn) =>
      isOn
        ? "Travel expenses: 60 pages ask it every 3 seconds now (the old way)."
        : "Travel expenses: only the bridge asks it again.",
    hint: "This PC cannot send events, and works on one request at a time. One bridge asks it for everybody, at the rate that its owner allows (60 a minute). More people, or more looks, do not change its load.",
    crowdedHint:
      "The old way: the pages of 60 employees ask it every 3 seconds. The PC gets slow, and refuses requests. Without an answer for the bridge, the app shows the last count as not confirmed, and never as 0.",
  },
  hr: {
    title: (people) => `HR: ${people} employees`,
    join: "Somebody joins",
    leave: (id) => `${id} leaves`,
    hint: "HR sends an event when somebody joins or leaves, and the people directory follows. From its next round on, the bridge asks for the new employee too, and no more counts of a leaver are taken. A click on a name lets that person leave.",
    did: ({ kind, id, detail }) =>
      ({
        joined: `HR: ${id} joins, and is in the people directory.`,
        left: `HR: ${id} leaves. No more counts of theirs are taken.`,
        "not-sent": `HR: the event about ${id} could not be sent (${detail})`,
      })[kind],
  },
  portal: {
    title: "Company portal",
    intro:
      "A page of the company portal. One script element shows the same board, and follows each change at once.",
  },
  burst: "Burst of 50 requests",
  dueSoon: "Due soon",
  duePast: "Overdue",
  startPresenting: "Start presenting",
  stopPresenting: "Stop presenting",
  presentingHint: "Presenting (do not disturb): the app collects notifications and shows them at the end.",
  screenTitle: "Virtual desktop",
  screenAlt: "Newest picture of the virtual desktop",
  newRequest: "New request",
  waits: "waiting",
  sequence: "sequence",
  progress: { kept: "kept", stored: "stored by the broker", waiting: "not delivered yet" },
  way: {
    outbox: "outbox library",
    http: "HTTP POST",
    nats: "NATS client",
    mqtt: "MQTT message",
    command: "alrimi publish command",
  },
  onPurpose: "Send on purpose",
  fault: { late: "Late", twice: "Twice", malformed: "Malformed" },
  journal: "Journal",
  nothingYet: "No entries yet.",
  nothingWaits: "No approvals are waiting",
  requester: "Requester",
  title: "Request",
  requestedAt: "Requested",
  dueAt: "Due",
  decision: "Decision",
  approve: "Approve",
  reject: "Reject",
  waitingFor: (count) => `${count} waiting for approval`,
  more: (count) => `And ${count} more.`,
  notFound: "Page not found",
  refused: "This request is not accepted",
};

const all: Readonly<Record<Language, DemoWords>> = { ko, en };

function outcomeInKorean(outcome: Outcome): string {
  const place = `순번 ${outcome.event?.sequence ?? "알 수 없음"}`;
  if (outcome.outcome === "refused") return `거부되었습니다 (${outcome.reason}: ${outcome.detail})`;
  if (outcome.outcome === "kept") {
    return outcome.reason === undefined
      ? `반영되었습니다 (${place})`
      : `이미 반영된 이벤트입니다 (${place}, ${outcome.reason})`;
  }
  return `최신이 아니어서 반영하지 않았습니다 (${place}, ${outcome.reason}, 최신은 순번 ${outcome.newest.sequence})`;
}

function outcomeInEnglish(outcome: Outcome): string {
  const place = `sequence ${outcome.event?.sequence ?? "unknown"}`;
  if (outcome.outcome === "refused") return `refused (${outcome.reason}: ${outcome.detail})`;
  if (outcome.outcome === "kept") {
    return outcome.reason === undefined ? `kept (${place})` : `kept already (${place}, ${outcome.reason})`;
  }
  return `older, not kept (${place}, ${outcome.reason}; the newest is ${outcome.newest.sequence})`;
}

export function wordsIn(language: Language): DemoWords {
  return all[language];
}

/** Language of the demo: English for an English locale, else Korean (`LC_ALL`, then `LC_MESSAGES`, then `LANG`). */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return locale.startsWith("en") ? "en" : "ko";
}
