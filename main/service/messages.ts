import type { Language } from "../core/catalog.ts";
import type { BrokerReason } from "./broker-error.ts";

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
  "bad-file": (about, detail) => `The file ${about} cannot be used: ${detail}.`,
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
    `${about}: ${detail} cannot be changed in place. Delete the stream first (its messages are lost), then run ` +
    '"alrimi provision" again.',
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
  "bad-file": (about, detail) => `파일 ${about}을(를) 쓸 수 없습니다: ${detail}.`,
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
    `${about}: ${detail}은(는) 그대로 둔 채 바꿀 수 없습니다. 스트림을 지운 뒤(메시지가 사라집니다) ` +
    '"alrimi provision"을 다시 실행하십시오.',
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
