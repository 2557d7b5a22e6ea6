import type { BrokerReason } from "../contract/broker-reason.ts";
import type { Language } from "../contract/catalog.ts";
import { counted } from "./counted.ts";
import { fileDetail } from "./file-detail.ts";

export interface BrokerProblem {
  readonly reason: BrokerReason;
  readonly about: string;
  readonly detail: string;
}

type ProblemTexts = Readonly<Record<BrokerReason, (about: string, detail: string) => string>>;

const english: ProblemTexts = {
  unreachable: (about, detail) =>
    `Cannot reach the broker at ${about} (${detail}). Check the address and that nats-server runs there.`,
  timeout: (about, detail) =>
    `No answer in time from ${about} (${detail}). Check the address, the network and that the broker is up.`,
  "not-nats": (about, detail) =>
    `What answers at ${about} is not a NATS server (${detail}). Check the host and the port (NATS uses 4222).`,
  tls: (about, detail) =>
    `No TLS connection with ${about} (${detail}). Check the certificate authority and whether the server offers TLS.`,
  "bad-server": (about) => `"${about}" is not a server address. Write nats://host:port or tls://host:port.`,
  "bad-file": (about, detail) => `The file ${about} cannot be used: ${fileDetail("en", detail)}.`,
  closed: (about) => `The connection to the broker is closed; nothing was sent to ${about}.`,
  authorization: (about) =>
    `The broker at ${about} refused the login. Check the user name and password, or the credentials file.`,
  permission: (about) =>
    `This login may not use ${about}. Use the login made for this task, or ask the administrator of the broker.`,
  "no-jetstream": () =>
    "JetStream is not enabled for this login's account. Enable it in the configuration of nats-server.",
  "no-stream": (about) =>
    `Nobody serves ${about}: the stream is missing, or the cluster has no leader now. ` +
    'An administrator creates the streams with "alrimi provision".',
  "cannot-change": (about, detail) =>
    `${about}: ${detail} cannot be changed in place. Stop every server, delete its store_dir (all counts and the ` +
    'catalog are lost), start them, run "alrimi provision", and have catalog and counts sent again.',
  "too-few-servers": (about, detail) =>
    `${about}: the broker finds too few servers for its copies (${detail}). Three copies need three servers that run and ` +
    "know each other. If they do, one was left out when all were started at the same moment for the first time: restart " +
    "them one after another, then try again.",
  "broker-refused": (about, detail) => `The broker refused ${about}: ${detail}.`,
};

const korean: ProblemTexts = {
  unreachable: (about, detail) =>
    `${about}의 브로커에 연결할 수 없습니다 (${detail}). 주소가 맞는지, 그곳에서 nats-server가 실행 중인지 확인하십시오.`,
  timeout: (about, detail) =>
    `${about}에서 제시간에 응답이 없습니다 (${detail}). 주소와 네트워크, 브로커가 켜져 있는지 확인하십시오.`,
  "not-nats": (about, detail) =>
    `${about}에서 응답하는 것은 NATS 서버가 아닙니다 (${detail}). 호스트와 포트를 확인하십시오 (NATS는 4222를 씁니다).`,
  tls: (about, detail) =>
    `${about}와(과) TLS로 연결할 수 없습니다 (${detail}). 인증 기관 파일과 서버의 TLS 지원 여부를 확인하십시오.`,
  "bad-server": (about) =>
    `"${about}"은(는) 서버 주소가 아닙니다. nats://호스트:포트 또는 tls://호스트:포트로 쓰십시오.`,
  "bad-file": (about, detail) => `파일 ${about}을(를) 쓸 수 없습니다: ${fileDetail("ko", detail)}.`,
  closed: (about) => `브로커와의 연결이 닫혔습니다. ${about}(으)로 아무것도 보내지 않았습니다.`,
  authorization: (about) =>
    `${about}의 브로커가 로그인을 거부했습니다. 사용자 이름과 비밀번호 또는 자격 증명 파일을 확인하십시오.`,
  permission: (about) =>
    `이 계정은 ${about}을(를) 쓸 수 없습니다. 이 작업용 계정을 쓰거나 브로커 관리자에게 문의하십시오.`,
  "no-jetstream": () =>
    "이 계정에는 JetStream이 켜져 있지 않습니다. nats-server 설정에서 JetStream을 켜십시오.",
  "no-stream": (about) =>
    `${about}을(를) 처리하는 곳이 없습니다. 스트림이 없거나 지금 클러스터에 리더가 없습니다. ` +
    '관리자가 "alrimi provision"으로 스트림을 만듭니다.',
  "cannot-change": (about, detail) =>
    `${about}: ${detail}은(는) 그대로 둔 채 바꿀 수 없습니다. 모든 서버를 멈추고 store_dir을 지운 뒤(건수와 카탈로그가 ` +
    '모두 사라집니다) 다시 시작하여 "alrimi provision"을 실행하고, 카탈로그와 건수를 다시 보내십시오.',
  "too-few-servers": (about, detail) =>
    `${about}: 복제본을 둘 서버가 모자랍니다 (${detail}). 복제본 세 개에는 서로 연결되어 실행 중인 서버 세 대가 필요합니다. ` +
    "세 대가 모두 실행 중이라면 처음에 동시에 시작하면서 한 대가 빠진 것입니다. 한 대씩 차례로 다시 시작한 뒤 다시 실행하십시오.",
  "broker-refused": (about, detail) => `브로커가 ${about}을(를) 거부했습니다: ${detail}.`,
};

const problems: Readonly<Record<Language, ProblemTexts>> = { en: english, ko: korean };

/** What happened and what to do, in the person's language. */
export function describeBrokerProblem(language: Language, { reason, about, detail }: BrokerProblem): string {
  return problems[language][reason](about, detail);
}

export function inEnglish(problem: BrokerProblem): string {
  return describeBrokerProblem("en", problem);
}

/** Everything the `alrimi` command says. */
const commandEnglish = {
  about: "Alrimi for service owners and administrators: publish counts, write the catalog, make the streams.",
  provision: "create or update the broker's streams and its heartbeat",
  catalog: "the list of services",
  catalogPut: "check the catalog in FILE (- for standard input) and write it",
  catalogShow: "show the catalog that the apps read",
  publish: "say how many approvals wait for a person",
  option: {
    server: "broker, repeatable or comma-separated (env ALRIMI_SERVERS; default nats://127.0.0.1:4222)",
    username: "user name (env ALRIMI_USERNAME)",
    password: "password; visible in the process list, so rather use the file or env ALRIMI_PASSWORD",
    passwordFile: "file that holds the password",
    creds: "credentials file of NATS (.creds)",
    nkey: "file that holds an nkey seed",
    tlsCa: "certificate authority for TLS (PEM), trusted beside the system's",
    tlsCert: "own certificate (PEM), for a broker that asks for one",
    tlsKey: "the key to it (PEM)",
    json: "print one JSON object for machines",
    replicas: "copies of each stream: 1, or 3 in a cluster (default for a new one)",
    allowOrigin: "origin whose http: links are meant, repeatable; the apps' policy must list it too",
    user: "id of the person",
    service: "id of the service",
    count: "how many approvals wait; 0 for none",
    sequence: "the service's growing number; left out: one more than the retained event's",
    epoch: "raised when the service's counter had to restart",
    newEpoch:
      "the service's counter had to restart: the retained event's epoch plus one, sequence 1 if none is given",
    dueAt: "earliest deadline (RFC 3339, 2026-03-01T18:00:00+09:00)",
    occurredAt: "when the count became so (RFC 3339; default now)",
    version: "show the version",
    help: "show this help",
    helpCommand: "show the help of a command",
  },
  exitCodes: [
    "Exit codes:",
    "  0  done (also when the broker holds a newer event already)",
    "  1  refused: the content of the input, a file, or a setting the broker does not accept",
    "  2  usage: the command line",
    "  3  the broker cannot be reached, does not answer, or does not serve the stream",
    "  4  the login was refused, or may not do this",
  ].join("\n"),
  wholeNumber: "a whole number is needed.",
  oneToFive: "a whole number from 1 to 5 is needed.",
  givenTwice: (option: string) => `${option} is given twice, and takes one value. Give it once.`,
  badUsage: (detail: string) => `${detail}\nSee alrimi --help.`,
  badFile: (file: string, detail: string) => `Cannot read ${file}: ${fileDetail("en", detail)}.`,
  unwritten: (detail: string) => `Cannot write the output: ${detail}.`,
  created: (stream: string) => `${stream}: created`,
  updated: (stream: string, changes: string) => `${stream}: updated: ${changes}`,
  unchanged: (stream: string) => `${stream}: unchanged`,
  stored: (services: number) => `Catalog written: ${counted(services, "service")}.`,
  catalogRefused: (problems: string) => `The catalog was not written:\n${problems}`,
  originHint: 'If an http: link is meant, allow it with "--allow-origin ORIGIN".',
  noCatalog: 'There is no catalog yet. Write one with "alrimi catalog put FILE".',
  unreadable: (detail: string) => `What is retained is not a catalog: ${detail}.`,
  leftOut: (problems: string) => `The apps leave out:\n${problems}`,
  noLink: "(no link)",
  published: (count: number, user: string, service: string, place: string) =>
    `Published: ${count} waiting for ${user} in ${service} (${place}).`,
  place: (epoch: number, sequence: bigint) =>
    epoch === 0 ? `sequence ${sequence}` : `epoch ${epoch}, sequence ${sequence}`,
  alreadyNewer: (place: string) => `Not written: the broker holds a newer event already (${place}).`,
  duplicate: (place: string) => `Not written: the broker holds this event already (${place}).`,
  refused: (reason: string, detail: string) => `Refused (${reason}): ${detail}.`,
  unexpected: (detail: string) => `Unexpected error: ${detail}`,
};

export type CommandTexts = typeof commandEnglish;

const commandKorean: CommandTexts = {
  about: "서비스 담당자와 관리자를 위한 알림이: 건수 보내기, 카탈로그 쓰기, 스트림 만들기.",
  provision: "브로커의 스트림과 심장 박동(heartbeat)을 만들거나 고칩니다",
  catalog: "서비스 목록",
  catalogPut: "FILE의 카탈로그를 검사하고 씁니다 (-는 표준 입력)",
  catalogShow: "앱이 읽는 카탈로그를 보여 줍니다",
  publish: "한 사람에게 결재가 몇 건 기다리는지 알립니다",
  option: {
    server: "브로커, 여러 번 또는 쉼표로 (환경 변수 ALRIMI_SERVERS, 기본 nats://127.0.0.1:4222)",
    username: "사용자 이름 (환경 변수 ALRIMI_USERNAME)",
    password: "비밀번호. 프로세스 목록에 보이므로 파일이나 환경 변수 ALRIMI_PASSWORD가 낫습니다",
    passwordFile: "비밀번호가 든 파일",
    creds: "NATS 자격 증명 파일 (.creds)",
    nkey: "nkey 시드가 든 파일",
    tlsCa: "TLS 인증 기관 (PEM), 시스템의 인증 기관에 더해 신뢰",
    tlsCert: "내 인증서 (PEM), 브로커가 인증서를 요구할 때",
    tlsKey: "그 인증서의 개인 키 (PEM)",
    json: "기계가 읽을 JSON 객체 하나를 출력합니다",
    replicas: "스트림의 복제 수: 1, 클러스터에서는 3 (새 스트림의 기본)",
    allowOrigin: "http: 링크를 허용할 출처, 여러 번 쓸 수 있음. 앱의 정책에도 있어야 합니다",
    user: "사람의 id",
    service: "서비스의 id",
    count: "기다리는 결재 건수, 없으면 0",
    sequence: "서비스의 늘어나는 번호. 없으면 보관된 이벤트의 다음 번호",
    epoch: "서비스의 번호가 처음부터 다시 시작했을 때 올립니다",
    newEpoch:
      "서비스의 번호가 처음부터 다시 시작했을 때: 보관된 이벤트의 epoch보다 하나 큰 값, 순번이 없으면 1",
    dueAt: "가장 이른 기한 (RFC 3339, 2026-03-01T18:00:00+09:00)",
    occurredAt: "건수가 그렇게 된 때 (RFC 3339, 기본은 지금)",
    version: "버전을 보여 줍니다",
    help: "이 도움말을 보여 줍니다",
    helpCommand: "명령의 도움말을 보여 줍니다",
  },
  exitCodes: [
    "종료 코드:",
    "  0  됨 (브로커에 이미 더 새로운 이벤트가 있을 때도)",
    "  1  거부됨: 입력의 내용, 파일, 또는 브로커가 받지 않는 설정",
    "  2  사용법: 명령줄",
    "  3  브로커에 연결할 수 없거나, 응답이 없거나, 스트림이 없음",
    "  4  로그인이 거부되었거나 권한이 없음",
  ].join("\n"),
  wholeNumber: "정수가 필요합니다.",
  oneToFive: "1에서 5까지의 정수가 필요합니다.",
  givenTwice: (option) => `${option}에는 값을 하나만 쓸 수 있는데 두 번 지정했습니다. 한 번만 지정하십시오.`,
  badUsage: (detail) => `명령줄 오류: ${detail}\nalrimi --help를 보십시오.`,
  badFile: (file, detail) => `${file} 파일을 읽을 수 없습니다: ${fileDetail("ko", detail)}.`,
  unwritten: (detail) => `결과를 출력할 수 없습니다: ${detail}.`,
  created: (stream) => `${stream}: 만들었습니다`,
  updated: (stream, changes) => `${stream}: 고쳤습니다: ${changes}`,
  unchanged: (stream) => `${stream}: 그대로입니다`,
  stored: (services) => `카탈로그를 썼습니다: 서비스 ${services}개.`,
  catalogRefused: (problems) => `카탈로그를 쓰지 않았습니다:\n${problems}`,
  originHint: 'http: 링크가 맞다면 "--allow-origin 출처"로 허용하십시오.',
  noCatalog: '카탈로그가 아직 없습니다. "alrimi catalog put FILE"로 쓰십시오.',
  unreadable: (detail) => `보관된 것이 카탈로그가 아닙니다: ${detail}.`,
  leftOut: (problems) => `앱이 빼놓는 것:\n${problems}`,
  noLink: "(링크 없음)",
  published: (count, user, service, place) => `보냈습니다: ${service}에서 ${user}에게 ${count}건 (${place}).`,
  place: (epoch, sequence) => (epoch === 0 ? `순번 ${sequence}` : `epoch ${epoch}, 순번 ${sequence}`),
  alreadyNewer: (place) => `쓰지 않았습니다: 브로커에 이미 더 새로운 이벤트가 있습니다 (${place}).`,
  duplicate: (place) => `쓰지 않았습니다: 브로커에 이미 같은 이벤트가 있습니다 (${place}).`,
  refused: (reason, detail) => `거부됨 (${reason}): ${detail}.`,
  unexpected: (detail) => `예상하지 못한 오류: ${detail}`,
};

export function commandTexts(language: Language): CommandTexts {
  return language === "ko" ? commandKorean : commandEnglish;
}
