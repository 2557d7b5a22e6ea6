import type { FleetCommandWords } from "./en.ts";

const MINUTE = 60_000;

export const fleetCommandKo: FleetCommandWords = {
  about: '앱의 상태. 정책에 "fleet": true가 있는 앱이 보고합니다',
  show: "도움이 필요한 앱과 그 이유를 보여 줍니다 (기본 명령)",
  test: "한 사람의 앱에 테스트 알림을 보내고, 표시되었는지 알려 줍니다",
  option: {
    kit: "키트 또는 테스트용 브로커의 폴더. 서버, 로그인, 로그인이 있는 사람을 여기서 읽습니다",
    user: "이 사람만",
    testUser: "사람의 id",
    all: "도움이 필요 없는 앱도 보여 줍니다",
    silentFor: "이 기간 동안 보고가 없으면 도움이 필요한 앱으로 봅니다: 12h, 3d, never",
    expect: "모든 앱에 있어야 할 버전 (기본: 두 사람 이상이 쓰는 가장 새로운 버전)",
    wait: "응답을 기다리는 시간",
  },
  badPeriod: "시간은 30s, 12h, 3d처럼 씁니다",
  badVersion: "버전은 0.2.1처럼 씁니다",
  summary: (people, apps, versions) => `${people}명, 앱 ${apps}개${versions === "" ? "" : `: ${versions}`}.`,
  version: (version, apps) => `${version} (${apps}개)`,
  nothing:
    '아직 보고한 앱이 없습니다. 정책에 "fleet": true가 있어야 하고, 첫 보고는 연결한 뒤 10분 안에 옵니다.',
  noHelp: "도움이 필요한 앱이 없습니다.",
  wellTitle: "도움이 필요 없음",
  titles: {
    "notifications-blocked": "알림이 차단됨",
    "tray-missing": "트레이 아이콘이 없음",
    "not-served": "건수가 최신이 아님",
    silent: "오랫동안 보고 없음",
    outdated: "이전 버전 실행 중",
    "never-connected": "한 번도 연결하지 않음",
  },
  advice: {
    "notifications-blocked":
      "Windows와 macOS: 시스템 설정이나 정책에서 알림이의 알림을 허용하십시오. Linux: 알림 서버를 시작하십시오.",
    "tray-missing": "Linux: 데스크톱에 트레이가 있어야 합니다. GNOME에는 AppIndicator 확장이 필요합니다.",
    "not-served":
      '"alrimi broker check"로 브로커를 확인하십시오. 원인은 앱의 지원 파일(설정, 지원)에 있습니다.',
    silent: "PC가 켜져 있는지, 로그인할 때 앱이 시작하는지, 로그인이 폐기되지 않았는지 확인하십시오.",
    outdated: "필요한 버전을 설치하십시오. 설치하면 앱이 자동으로 다시 시작합니다.",
    "never-connected":
      '앱이 설치되어 있는지, 자격 증명과 "fleet": true인 정책이 있는지, 브로커에 연결할 수 있는지 확인하십시오.',
  },
  group: (title, apps, advice) => `${title} (${apps}개)${advice === "" ? "" : `. ${advice}`}`,
  app: ({ platform, arch, version }, since) => `${platform} ${arch}\t${version}\t${since} 전`,
  state: (connection) =>
    ({
      connecting: "연결 중",
      syncing: "읽는 중",
      fresh: "최신",
      stale: "연결 끊김",
      refused: "거부됨",
      misconfigured: "설정 오류",
    })[connection],
  period: (milliseconds) => {
    const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
    if (minutes < 60) return `${minutes}분`;
    return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}시간` : `${Math.floor(minutes / (24 * 60))}일`;
  },
  unreadable: (who, count, reason) => `읽지 못한 보고: ${who} ${count}건: ${reason}.`,
  shown: (user) => `표시됨: ${user}의 데스크톱이 테스트 알림을 받았습니다.`,
  held: (user, reason) =>
    ({
      locked: `보류됨: ${user}의 화면이 잠겨 있습니다. 잠금을 푼 뒤 다시 시도하십시오.`,
      presenting: `보류됨: ${user}님이 발표 중이거나 방해 금지를 켜 두었습니다. 나중에 다시 시도하십시오.`,
    })[reason],
  failed: (user, reason) =>
    ({
      "no-server": `표시되지 않음: ${user}의 데스크톱에 알림 서버가 없습니다.`,
      refused: `표시되지 않음: ${user}의 데스크톱이 알림을 거부했습니다.`,
      blocked: `표시되지 않음: ${user}의 시스템 설정이 알림이의 알림을 막고 있습니다.`,
      "no-answer": `표시되지 않음: ${user}의 알림 서버가 응답하지 않았습니다.`,
    })[reason],
  noAnswer: (user, wait) =>
    [
      `${user}의 앱이 ${wait} 안에 응답하지 않았습니다. 다음을 확인하십시오.`,
      '  - 앱이 실행 중이고 연결되어 있는지 ("alrimi fleet --user"가 마지막 보고를 보여 줍니다)',
      '  - 앱의 정책에 "fleet": true가 있고, 브로커 구성이 이 버전의 것인지',
      "  - 지난 1분 안에 이 사람에게 다른 테스트 알림을 보내지 않았는지",
    ].join("\n"),
};
