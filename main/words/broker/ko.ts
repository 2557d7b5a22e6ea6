import type { BrokerReason } from "../../contract/broker-reason.ts";
import { fileDetail } from "../file/index.ts";

export type BrokerWords = Readonly<Record<BrokerReason, (about: string, detail: string) => string>>;

export const brokerKo: BrokerWords = {
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
    `${about}을(를) 처리하는 서버가 없습니다. 스트림이 없거나 현재 클러스터에 리더가 없습니다. ` +
    '관리자가 "alrimi provision"으로 스트림을 만듭니다.',
  full: (about, detail) =>
    `현재 브로커에 ${about}을(를) 저장할 공간이 없습니다 (${detail}). "per subject"는 키퍼를 기다리는 이 서비스의 이벤트가 너무 많` +
    "다는 뜻입니다. 저장되지 않았으니 나중에 다시 보내십시오.",
  "cannot-change": (about, detail) =>
    `${about}: ${detail}은(는) 데이터를 둔 채로 바꿀 수 없습니다. 모든 서버를 멈추고 store_dir을 지운 뒤(건수와 카탈로그가 ` +
    '모두 사라집니다) 다시 시작하여 "alrimi provision"을 실행하고, 카탈로그와 건수를 다시 보내십시오.',
  "too-few-servers": (about, detail) =>
    `${about}: 복제본을 둘 서버가 부족합니다 (${detail}). 복제본 세 개에는 서로 연결되어 실행 중인 서버 세 대가 필요합니다. ` +
    "세 대가 모두 실행 중이라면 처음에 동시에 시작하면서 한 대가 빠진 것입니다. 한 대씩 차례로 다시 시작한 뒤 다시 실행하십시오.",
  "broker-refused": (about, detail) => `브로커가 ${about}을(를) 거부했습니다: ${detail}.`,
};
