import type { KitReason } from "../../contract/kit-reason.ts";

export type KitWords = Readonly<Record<KitReason, (about: string, detail: string) => string>>;

export const kitKo: KitWords = {
  "no-kit": (about) =>
    `${about}에 broker.json이 없습니다. 먼저 "alrimi broker config --out ${about}"로 설정을 만들거나 --kit으로 폴더를 지정하십시오.`,
  "kit-exists": (about, detail) =>
    `${about}에 이미 브로커 설정이 있습니다. 설정은 broker.json으로 만들므로 그 파일을 고치고 ${detail}을(를) 빼십시오. 다른 브로커를 만들려면 다른 폴더를 지정하십시오.`,
  "trial-differs": (about, detail) =>
    `${about}에 ${detail}(으)로 만든 테스트용 브로커가 이미 있습니다. 이어서 쓰려면 그 옵션을 빼고, 새로 만들려면 다른 --data-dir을 지정하십시오.`,
  "bad-plan": (about, detail) => `${about}을(를) 해석할 수 없습니다: ${detail}.`,
  "missing-key": (about, detail) =>
    `키 ${about}을(를) 읽을 수 없습니다 (${detail}). 키는 설정과 함께 한 번만 만들어집니다. 백업에서 복원하십시오.`,
  busy: (about) => `다른 alrimi 명령이 ${about}에서 실행 중입니다. 그 명령이 끝난 뒤 다시 실행하십시오.`,
  unwritable: (about, detail) => `${about}에 쓸 수 없습니다: ${detail}.`,
  "bad-id": (about, detail) => `${JSON.stringify(about)}은(는) id가 아닙니다: ${detail}.`,
  "not-issued": (about) => `${about}의 자격 증명이 없습니다. "alrimi users list"를 보십시오.`,
  "bad-setting": (about, detail) => `${about}: ${detail}.`,
  "bad-host": (about) =>
    `${about}은(는) 호스트가 아닙니다. 호스트 또는 이름=호스트로 쓰십시오. 호스트는 nats1.example.com 같은 이름이거나 10.0.0.5, [2001:db8::1] 같은 주소입니다. 이름은 영문자, 숫자, "-", "_"로 64자까지입니다.`,
  "port-taken": (about) =>
    `다른 프로그램이 포트 ${about}을(를) 쓰고 있습니다. 다른 테스트용 브로커일 수도 있습니다. 그 프로그램을 끝내거나 --port로 다른 포트를 지정하십시오 (이미 만든 테스트용 브로커라면 --data-dir도 다른 폴더로).`,
  "no-expiry": () =>
    '고정 nkey는 만료되지 않습니다. --expires를 빼거나 "--credentials jwt"로 브로커를 만드십시오.',
  "mqtt-needs-jwt": (about) =>
    `${about}은(는) nkey를 씁니다. nats-server는 MQTT에서 nkey를 받지 않으니 "--credentials jwt"로 브로커를 만드십시오.`,
  "enrolment-needs-jwt": (about) =>
    `${about}은(는) nkey를 쓰는데, nkey로는 서버가 로그인을 발급할 수 없습니다. 브로커를 "--credentials jwt"로 만드십시오.`,
  "no-enrolment": (about) =>
    `${about}에 등록용 키가 없습니다. "alrimi enrolment init --kit ${about}"으로 만드십시오.`,
  "no-server": () =>
    "nats-server가 설치되어 있지 않습니다: apt-get install nats-server, 또는 https://nats.io/download.",
  "no-openssl": () =>
    "테스트용 인증서를 만들려면 openssl이 필요한데 설치되어 있지 않습니다: apt-get install openssl.",
  certificate: (about, detail) => `${about}의 인증서를 만들 수 없습니다: ${detail}.`,
};
