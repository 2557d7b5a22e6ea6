import type { FindingCode, Findings } from "../../contract/findings.ts";

export type FindingWords = { readonly [Code in FindingCode]: (it: Findings[Code]) => string };

export const findingKo: FindingWords = {
  "server-unreachable": (it) =>
    `${it.server}: 응답이 없습니다 (${it.detail}). 주소와 방화벽, nats-server가 실행 중인지 확인하십시오.`,
  "server-not-nats": (it) =>
    `${it.server}: 응답하는 것이 NATS 서버가 아닙니다 (${it.detail}). 호스트와 포트를 확인하십시오.`,
  "server-ok": (it) => `${it.server}: ${it.name}, nats-server ${it.version}, JetStream 켜짐.`,
  "version-too-old": (it) =>
    `${it.server}: nats-server ${it.version}은(는) 너무 오래되었습니다. 2.9 이상을 설치하십시오.`,
  "version-old-for-cluster": (it) =>
    `${it.server}: 클러스터의 nats-server ${it.version}은(는) 동시에 온 쓰기를 여럿 받아들여 오래된 건수가 남을 수 있습니다 (nats-server 이슈 4320). 모든 서버에 2.10 이상을 설치하십시오.`,
  "jetstream-off": (it) =>
    `${it.server}: JetStream이 꺼져 있습니다. 설정에 "jetstream { store_dir: … }"를 넣으십시오.`,
  "login-not-required": (it) =>
    `${it.server}: 누구나 들어올 수 있습니다. "alrimi broker config"의 계정 설정을 넣으십시오.`,
  "cluster-differs": (it) =>
    `서버들이 한 클러스터가 아닙니다: ${it.clusters}. cluster.name과 routes를 확인하십시오.`,
  "tls-off": (it) =>
    `${it.server}: TLS가 없습니다. 건수와 로그인이 중간에서 보입니다. 한 대에서만 쓸 때만 괜찮습니다.`,
  "certificate-ok": (it) => `${it.server}: 인증서가 ${it.days}일 남았습니다.`,
  "certificate-expires": (it) =>
    `${it.server}: 인증서가 ${it.days}일 뒤 끝납니다. 갱신한 뒤 "nats-server --signal reload"를 실행하십시오.`,
  "certificate-old-form": (it) =>
    `${it.server}: 인증서가 오래된 형식입니다(빠진 것: ${it.missing}). 앱과 이 명령은 받아들이지만 Python 3.13 이상의 프로그램은 거부합니다. 그 확장을 넣어 다시 발급받거나 publish.py에 --tls-not-strict를 붙이십시오.`,
  "certificate-bad": (it) =>
    `${it.server}: 인증서를 믿을 수 없습니다 (${it.detail}). --tls-ca, 인증서의 호스트 이름과 기한을 확인하십시오.`,
  "administrator-refused": (it) => `관리자 로그인이 되지 않습니다: ${it.detail}`,
  "stream-missing": (it) => `${it.stream}: 스트림이 없습니다. "alrimi provision"을 실행하십시오.`,
  "stream-unreadable": (it) => `${it.stream}: 볼 수 없습니다: ${it.detail}`,
  "stream-setting": (it) =>
    `${it.stream}: ${it.field}이(가) ${it.is}입니다. ${it.should}이어야 합니다. "alrimi provision"을 실행하십시오.`,
  "stream-replicas": (it) =>
    `${it.stream}: 복제 수가 ${it.is}입니다. ${it.should}이어야 합니다. "alrimi provision --replicas ${it.should}"을 실행하십시오.`,
  "stream-copies-missing": (it) =>
    `${it.stream}: 복제 수가 ${it.should}(으)로 설정되어 있지만 ${it.is}개만 보관합니다. 서버가 ${it.should}대짜리 클러스터에 있지 않습니다. "alrimi provision --replicas 1"을 실행하거나 클러스터를 만드십시오.`,
  "stream-out-of-sync": (it) =>
    `${it.stream}: ${it.replica}의 복제본이 ${it.lag}만큼 뒤처졌거나 꺼져 있습니다. 그 서버를 확인하십시오. 스스로 따라잡습니다.`,
  "stream-no-leader": (it) =>
    `${it.stream}: 지금 리더가 없어 아무것도 저장되지 않습니다. 서버의 절반보다 많이 실행되어야 합니다.`,
  "stream-ok": (it) => `${it.stream}: 설정이 맞습니다. 복제 ${it.replicas}개 일치, 보관 ${it.messages}건.`,
  "keeper-unprepared": () => '서비스의 이벤트를 받을 소비자가 없습니다. "alrimi provision"을 실행하십시오.',
  "keeper-unreadable": (it) => `키퍼의 소비자를 볼 수 없습니다: ${it.detail}`,
  "keeper-missing": (it) =>
    `키퍼가 없어 새 건수가 앱에 가지 않습니다 (기다리는 이벤트 ${it.waiting}개). "alrimi server"를 시작하십시오.`,
  "keeper-behind": (it) => `키퍼가 있지만 이벤트 ${it.waiting}개가 기다립니다. 건수가 늦어지고 있습니다.`,
  "keeper-ok": (it) => `키퍼가 일하고 있습니다 (기다리는 이벤트 ${it.waiting}개).`,
  "heartbeat-missing": () =>
    '하트비트가 없어 어느 앱도 건수를 믿지 못합니다. "alrimi provision"을 실행하십시오.',
  "heartbeat-unreadable": (it) => `하트비트를 볼 수 없습니다: ${it.detail}`,
  "heartbeat-setting": (it) =>
    `하트비트: ${it.field}이(가) ${it.is}입니다. ${it.should}이어야 합니다. "alrimi provision"을 실행하십시오.`,
  "heartbeat-no-leader": () =>
    "하트비트: 지금 보내는 서버가 없어 어느 앱도 건수를 믿지 못합니다. 서버의 절반보다 많이 실행되어야 합니다.",
  "heartbeat-unheard": () =>
    '하트비트가 앱에 닿지 않습니다. 계정 설정(exports, imports)을 "alrimi broker config"와 비교하십시오.',
  "heartbeat-ok": (it) => `하트비트를 ${it.seconds}초마다 보냅니다.`,
  "app-unserved": (it) =>
    `${it.server}: 여기에 연결된 앱은 스트림의 답을 받지 못합니다. 이 서버를 한 번 더 재시작하십시오.`,
  "apps-served": (it) => `서버 ${it.servers}대에서 앱이 답을 받습니다.`,
  "catalog-none": () => '카탈로그가 아직 없습니다. "alrimi catalog put FILE"로 쓰십시오.',
  "catalog-bad": (it) => `카탈로그가 잘못되었습니다: ${it.detail}. "alrimi catalog put FILE"로 고치십시오.`,
  "catalog-ok": (it) => `카탈로그에 서비스가 ${it.services}개 있습니다.`,
  "clock-ok": (it) => `시계가 맞습니다 (${it.seconds}초).`,
  "clock-skewed": (it) =>
    `브로커의 시계가 이 컴퓨터와 ${it.seconds}초 다릅니다. 시간 동기화를 설정하십시오 (chrony, w32time).`,
  "clock-unknown": () => "이 로그인으로는 브로커의 시계를 볼 수 없습니다.",
  "login-refused": (it) => `${it.who}: 로그인이 되지 않습니다: ${it.detail}`,
  "may-not": (it) =>
    `${it.who}: 필요한 ${it.what} 권한이 없습니다. "alrimi broker config"의 권한과 비교하십시오.`,
  "may-too-much": (it) =>
    `${it.who}: 있으면 안 되는 ${it.what} 권한이 있습니다. "alrimi broker config"의 권한과 비교하십시오.`,
  "answers-reach-streams": (it) =>
    `${it.who}: 브로커의 응답을 스트림에 쓰게 할 수 있고, 그래서 지울 수도 있습니다. 스트림을 별도 계정에 두십시오: "alrimi broker config".`,
  "answers-proven": (it) =>
    it.arrived === 0
      ? `${it.who}: 브로커의 응답을 ${it.other}에 보내게 할 수 없습니다.`
      : `${it.who}: 브로커의 응답을 ${it.other}에 보내게 할 수 있습니다 (NATS가 허용합니다). 응답마다 저장된 곳이 적혀 있어 ${it.other}이(가) 거부합니다.`,
  "answers-unproven": (it) =>
    `${it.who}: 저장된 곳이 적혀 있지 않은 응답을 ${it.subject}(으)로 ${it.other}에 보내게 할 수 있습니다. 저장된 메시지는 nats-server 2.9 이상만 보내야 합니다. 앱 계정에서 응답하는 다른 것이 있는지 찾으십시오.`,
  "two-apps-not-tried": () =>
    "한 사람의 앱이 다른 사람의 앱에 무엇을 보내게 할 수 있는지는 시험하지 않았습니다. 두 사람이 필요합니다. --other-user와 --other-user-file로 지정하십시오.",
  "permissions-ok": (it) => `${it.who}: ${it.tried}번 시도, 모두 허용되거나 거부되어야 하는 대로입니다.`,
  "permissions-not-tried": (it) =>
    it.who === "app"
      ? "앱의 권한은 시험하지 않았습니다. --user와 --user-file로 지정하십시오."
      : "서비스의 권한은 시험하지 않았습니다. --service와 --service-file로 지정하십시오.",
};
