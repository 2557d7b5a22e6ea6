/** The board: its rows, menus and list of keys. */
export const boardKo = {
  changed: (ago: string) => ago,
  openPage: (service: string) => `${service} 결재함 열기`,
  noPage: "연결된 결재함이 없습니다",
  noServices: "등록된 서비스가 없습니다",
  noServicesHint: "관리자가 서비스 목록을 등록하면 여기에 나타납니다.",
  dueBy: (time: string) => `${time}까지`,
  minutesLeft: (minutes: number) => `${minutes}분 남음`,
  overdue: (time: string) => `기한 지남 ${time}`,
  snoozedUntil: (time: string) => `${time}까지 미룸`,
  muted: "알림 꺼짐",
  rowMenu: (service: string) => `${service} 메뉴`,
  snooze: { hour: "1시간 뒤 다시 알림", tomorrow: "다음 근무일 아침에 다시 알림" },
  endSnooze: "미루기 해제",
  mute: "이 서비스 알림 끄기",
  unmute: "이 서비스 알림 켜기",
  settings: "설정",
  account: "연결 설정 열기",
  help: "단축키",
  keys: {
    move: "항목 사이 이동",
    open: "결재함 열기",
    digit: "그 번호의 결재함 열기",
    menu: "항목 메뉴 (마우스 오른쪽 버튼도 같음)",
    settings: "설정",
    help: "이 목록",
    close: "닫기",
  },
};

export type BoardWords = typeof boardKo;
