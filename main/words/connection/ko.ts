/** The state of the connection. */
export const connectionKo = {
  connecting: "연결하는 중…",
  syncing: "최신 상태를 확인하는 중…",
  fresh: "최신 상태입니다",
  /** Connected and read, before the first word of a keeper. */
  awaitsKeeper: "건수가 최신인지 확인하는 중…",
  unsureServices: (services: number) => `${services}개 서비스의 건수를 확인하지 못했습니다`,
  unsureHint: "자동으로 다시 확인합니다.",
  stale: "연결 끊김",
  staleHint: {
    unreachable: "서버에 연결할 수 없습니다. 네트워크(VPN)를 확인하세요. 자동으로 다시 연결합니다.",
    disconnected: "서버와의 연결이 끊겼습니다. 자동으로 다시 연결합니다.",
    "no-answer": "서버가 응답하지 않습니다. 자동으로 다시 연결합니다.",
    "not-nats": "서버 주소에서 다른 프로그램이 응답합니다. 관리자에게 서버 주소를 확인하세요.",
    tls: "서버의 보안 인증서를 확인할 수 없습니다. 관리자에게 문의하세요.",
    "no-heartbeat":
      "연결된 서버가 다른 서버들과 끊긴 것 같습니다. 건수가 최신이 아닐 수 있어 다른 서버에 연결해 봅니다. 계속되면 관리자에게 알려 주세요.",
    "keeper-late":
      "서버에 연결되어 있지만 지금은 새 건수가 반영되지 않습니다. 밀린 건수는 나중에 모두 반영됩니다. 계속되면 관리자에게 알려 주세요.",
  },
  late: "건수가 늦게 반영되고 있습니다",
  refused: "접속이 거부되었습니다",
  refusedHint: {
    credentials: "사용자 이름이나 비밀번호(인증 정보)가 맞지 않습니다. 관리자에게 문의하세요.",
    permission:
      "알림이에 필요한 정보(결재 건수, 서비스 목록, 서버 상태 신호)를 읽을 권한이 없습니다. 관리자에게 문의하세요. 권한이 생기면 자동으로 연결됩니다.",
    "no-stream": "서버가 아직 준비되지 않았습니다(스트림 없음). 관리자에게 문의하세요.",
  },
  misconfigured: "설정을 확인하세요",
  waitingForKeyring: "이 PC의 보안 저장소(키링) 응답을 기다리는 중…",
};

export type ConnectionWords = typeof connectionKo;
