import type { FindingCode, Findings } from "../../contract/findings.ts";
import { listOf, sizeOf } from "./amounts.ts";

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
    `${it.server}: 클러스터의 nats-server ${it.version}은(는) 동시에 들어온 쓰기를 모두 받아들여 오래된 건수가 남을 수 있습니다 (nats-server 이슈 4320). 모든 서버에 2.10 이상을 설치하십시오.`,
  "jetstream-off": (it) =>
    `${it.server}: JetStream이 꺼져 있습니다. 설정에 "jetstream { store_dir: … }"를 넣으십시오.`,
  "login-not-required": (it) =>
    `${it.server}: 로그인 없이 누구나 접속할 수 있습니다. "alrimi broker config"의 계정 설정을 넣으십시오.`,
  "cluster-differs": (it) =>
    `서버들이 한 클러스터가 아닙니다: ${it.clusters}. cluster.name과 routes를 확인하십시오.`,
  "tls-off": (it) =>
    `${it.server}: TLS가 꺼져 있어 건수와 로그인 정보가 네트워크에 그대로 노출됩니다. 컴퓨터 한 대 안에서만 쓰십시오.`,
  "certificate-ok": (it) => `${it.server}: 인증서가 ${it.days}일 남았습니다.`,
  "certificate-expires": (it) =>
    `${it.server}: 인증서가 ${it.days}일 뒤 만료됩니다. 갱신한 뒤 "nats-server --signal reload"를 실행하십시오.`,
  "certificate-old-form": (it) =>
    `${it.server}: 인증서가 예전 형식입니다(빠진 확장: ${it.missing}). 앱과 이 명령은 허용하지만 Python 3.13 이상의 프로그램은 거부합니다. 그 확장을 넣어 다시 발급받거나 publish.py에 --tls-not-strict를 붙이십시오.`,
  "certificate-bad": (it) =>
    `${it.server}: 인증서를 믿을 수 없습니다 (${it.detail}). --tls-ca, 인증서의 호스트 이름과 기한을 확인하십시오.`,
  "administrator-refused": (it) => `관리자로 로그인할 수 없습니다: ${it.detail}`,
  "stream-missing": (it) => `${it.stream}: 스트림이 없습니다. "alrimi provision"을 실행하십시오.`,
  "stream-unreadable": (it) => `${it.stream}: 읽을 수 없습니다: ${it.detail}`,
  "stream-setting": (it) =>
    `${it.stream}: ${it.field}이(가) ${it.is}입니다. ${it.should}이어야 합니다. "alrimi provision"을 실행하십시오.`,
  "stream-replicas": (it) =>
    `${it.stream}: 복제 수가 ${it.is}입니다. ${it.should}이어야 합니다. "alrimi provision --replicas ${it.should}"을 실행하십시오.`,
  "stream-copies-missing": (it) =>
    `${it.stream}: 복제 수가 ${it.should}(으)로 설정되어 있지만 ${it.is}개만 보관합니다. 서버가 ${it.should}대짜리 클러스터에 있지 않습니다. "alrimi provision --replicas 1"을 실행하거나 클러스터를 만드십시오.`,
  "stream-out-of-sync": (it) =>
    `${it.stream}: ${it.replica}의 복제본이 ${it.lag}만큼 뒤처졌거나 꺼져 있습니다. 그 서버를 확인하십시오. 복구되면 자동으로 동기화됩니다.`,
  "stream-filling": (it) =>
    it.stream === "APPROVALS"
      ? `${it.stream}: 보관할 수 있는 양의 ${it.percent} %입니다. 가득 차면 새로운 사람의 건수를 받지 않습니다. 존재하지 않는 사람의 건수를 보내는 서비스가 있는지 확인하십시오. "alrimi services forget ID"로 지우고 사람 명부(alrimi people)로 막을 수 있습니다.`
      : `${it.stream}: 저장할 수 있는 양의 ${it.percent} %입니다. 가득 차면 새 이벤트를 받지 않습니다. 키퍼가 실행 중인지 확인하십시오.`,
  "share-filling": (it) =>
    `${it.stream}: 서비스 ${it.service}의 대기 중인 이벤트가 이 서비스 할당량의 ${it.percent} %입니다. 가득 차면 이 서비스의 이벤트만 거부됩니다. 너무 많이 보내고 있지 않은지 서비스 담당자와 확인하십시오.`,
  "intake-old": (it) =>
    `INTAKE: 가장 오래된 이벤트가 ${it.days}일째 대기 중입니다. ${it.most}일이 지나면 사라집니다. 키퍼가 실행 중인지 확인하십시오.`,
  "stream-no-leader": (it) =>
    `${it.stream}: 현재 리더가 없어 아무것도 저장되지 않습니다. 과반수의 서버가 실행 중이어야 합니다.`,
  "stream-ok": (it) =>
    `${it.stream}: 설정이 올바릅니다. 복제 ${it.replicas}개 일치, 보관 ${it.messages}건, ${sizeOf(it.bytes, it.limit)}.`,
  "keeper-unprepared": () => '서비스의 이벤트를 받을 소비자가 없습니다. "alrimi provision"을 실행하십시오.',
  "keeper-unreadable": (it) => `키퍼의 소비자를 읽을 수 없습니다: ${it.detail}`,
  "keeper-missing": (it) =>
    `키퍼가 없어 새 건수가 앱에 전달되지 않습니다 (대기 중인 이벤트 ${it.waiting}개). "alrimi server"를 시작하십시오.`,
  "keeper-behind": (it) => `키퍼가 있지만 이벤트 ${it.waiting}개가 대기 중입니다. 건수가 늦어지고 있습니다.`,
  "keeper-ok": (it) => `키퍼가 동작하고 있습니다 (대기 중인 이벤트 ${it.waiting}개).`,
  "heartbeat-missing": () =>
    '하트비트가 없어 앱이 건수가 최신인지 확인할 수 없습니다. "alrimi provision"을 실행하십시오.',
  "heartbeat-unreadable": (it) => `하트비트를 읽을 수 없습니다: ${it.detail}`,
  "heartbeat-setting": (it) =>
    `하트비트: ${it.field}이(가) ${it.is}입니다. ${it.should}이어야 합니다. "alrimi provision"을 실행하십시오.`,
  "heartbeat-no-leader": () =>
    "하트비트: 보내는 서버가 없어 앱이 건수가 최신인지 확인할 수 없습니다. 과반수의 서버가 실행 중이어야 합니다.",
  "heartbeat-unheard": () =>
    '하트비트가 앱에 전달되지 않습니다. 계정 설정(exports, imports)을 "alrimi broker config"와 비교하십시오.',
  "heartbeat-ok": (it) => `하트비트를 ${it.seconds}초마다 보냅니다.`,
  "app-unserved": (it) =>
    `${it.server}: 여기에 연결된 앱은 스트림의 응답을 받지 못합니다. 이 서버를 한 번 더 재시작하십시오.`,
  "apps-served": (it) => `서버 ${it.servers}대에서 앱이 응답을 받습니다.`,
  "catalog-none": () => '카탈로그가 아직 없습니다. "alrimi catalog put FILE"로 등록하십시오.',
  "catalog-bad": (it) => `카탈로그가 잘못되었습니다: ${it.detail}. "alrimi catalog put FILE"로 고치십시오.`,
  "catalog-ok": (it) => `카탈로그에 서비스가 ${it.services}개 있습니다.`,
  "services-heard": (it) => `서비스 ${it.services}개 모두 최근에 이벤트가 보관되었습니다.`,
  "service-silent": (it) =>
    it.last === null
      ? `${it.service}: 보관된 이벤트가 아직 없습니다. 서비스 담당자에게 보내고 있는지 확인하십시오.`
      : `${it.service}: ${it.last} 이후 보관된 이벤트가 없습니다. 서비스 담당자에게 아직 보내고 있는지 확인하십시오.`,
  "services-unknown": (it) =>
    `서비스별 마지막 이벤트의 보관 시각을 확인할 수 없습니다: ${it.detail} "alrimi broker config"로 서버 설정을 다시 만들어 reload하십시오.`,
  "people-counted": (it) => `${it.people}명의 이벤트를 보관하고 있습니다.`,
  "people-without-login": (it) =>
    `키트에 유효한 로그인이 없는 ${it.people}명의 이벤트를 보관하고 있습니다 (${listOf(it)}). 로그인을 만들거나, 퇴사자라면 "alrimi users forget"으로 지우십시오. id가 틀렸으면 서비스 담당자에게 알리십시오.`,
  "people-without-events": (it) =>
    `로그인이 있는 ${it.people}명에 대해 건수를 보낸 서비스가 없습니다 (${listOf(it)}). 결재 현황에 –로 보입니다. 서비스는 0건을 포함해 모든 사람의 건수를 한 번 보내야 합니다.`,
  "people-unknown": (it) =>
    `이벤트가 보관된 사람의 목록을 읽을 수 없습니다: ${it.detail} 약 10,000명이 넘으면 nats-server가 목록을 주지 못합니다.`,
  "apps-reported": (it) => `${it.people}명 모두의 앱이 보고했습니다.`,
  "apps-never-reported": (it) =>
    `로그인이 있는 ${it.people}명은 앱의 보고가 없습니다 (${listOf(it)}). 연결한 적이 없거나, 30일 넘게 연결하지 않았거나, 정책에 "fleet": true가 없습니다. "alrimi fleet"을 보십시오.`,
  "apps-connected": (it) => `지금 연결된 앱은 ${it.apps}개, 로그인이 있는 사람은 ${it.people}명입니다.`,
  "apps-unknown": () =>
    '보고하는 앱이 없어 앱이 연결한 적이 있는지 알 수 없습니다. 보고하려면 정책에 "fleet": true가 필요합니다.',
  "kit-needed": () =>
    "누구에게 로그인이 있는지, 누구의 앱이 연결한 적이 없는지, 곧 만료되는 자격 증명이 무엇인지는 --kit을 지정해야 알 수 있습니다.",
  "credentials-ok": (it) => `${it.people}명의 자격 증명이 30일 넘게 유효합니다.`,
  "credentials-expire": (it) =>
    `${it.people}명의 자격 증명이 ${it.days}일 안에 만료됩니다 (${listOf(it)}). "alrimi users mint --expiring ${it.days}d"로 갱신하십시오.`,
  "credentials-expired": (it) =>
    `${it.people}명의 자격 증명이 지난 30일 사이에 만료되었습니다 (${listOf(it)}). 새로 만들거나, 퇴사자라면 폐기하십시오.`,
  "token-expires": (it) =>
    it.days < 0
      ? `${it.service}: HTTP 토큰이 만료되었습니다. "alrimi tokens rotate ${it.service}"로 만드십시오.`
      : `${it.service}: HTTP 토큰이 ${it.days}일 뒤 만료됩니다. "alrimi tokens rotate ${it.service}"로 다음 토큰을 만드십시오.`,
  "clock-ok": (it) => `시각이 일치합니다 (차이 ${it.seconds}초).`,
  "clock-skewed": (it) =>
    `브로커의 시각이 이 컴퓨터와 ${it.seconds}초 다릅니다. 시간 동기화를 설정하십시오 (chrony, w32time).`,
  "clock-unknown": () => "이 로그인으로는 브로커의 시각을 확인할 수 없습니다.",
  "login-refused": (it) => `${it.who}: 로그인할 수 없습니다: ${it.detail}`,
  "may-not": (it) =>
    `${it.who}: 필요한 ${it.what} 권한이 없습니다. "alrimi broker config"의 권한과 비교하십시오.`,
  "may-too-much": (it) =>
    `${it.who}: 있으면 안 되는 ${it.what} 권한이 있습니다. "alrimi broker config"의 권한과 비교하십시오.`,
  "answers-reach-streams": (it) =>
    `${it.who}: 브로커의 응답을 스트림에 쓰게 할 수 있고, 그래서 지울 수도 있습니다. 스트림을 별도 계정에 두십시오: "alrimi broker config".`,
  "answers-proven": (it) =>
    it.arrived === 0
      ? `${it.who}: 브로커의 응답을 ${it.other}에 보내게 할 수 없습니다.`
      : `${it.who}: 브로커의 응답을 ${it.other}에 보내게 할 수 있습니다 (NATS가 허용합니다). 응답에 저장 위치가 적혀 있으므로 ${it.other}이(가) 거부합니다.`,
  "answers-unproven": (it) =>
    `${it.who}: 저장 위치가 적혀 있지 않은 응답을 ${it.subject}(으)로 ${it.other}에 보내게 할 수 있습니다. 저장된 메시지는 nats-server 2.9 이상만 보내야 합니다. 앱 계정에 응답하는 다른 프로그램이 있는지 찾으십시오.`,
  "two-apps-not-tried": () =>
    "한 사람의 앱이 다른 사람의 앱에 응답을 보내게 할 수 있는지는 확인하지 않았습니다. 두 사람이 필요합니다. --other-user와 --other-user-file로 지정하십시오.",
  "permissions-ok": (it) => `${it.who}: ${it.tried}번 시도한 결과, 모두 예상대로 허용되거나 거부되었습니다.`,
  "permissions-not-tried": (it) =>
    it.who === "app"
      ? "앱의 권한은 확인하지 않았습니다. --user와 --user-file로 지정하십시오."
      : "서비스의 권한은 확인하지 않았습니다. --service와 --service-file로 지정하십시오.",
};
