/** The words of the board's menus, states and list of keys. */
export const boardKo = {
  overdue: (time: string) => `기한 지남 (${time})`,
  snoozedUntil: (time: string) => `${time}까지 미룸`,
  muted: "알림 꺼짐",

  rowMenu: (service: string) => `${service} 메뉴`,
  snooze: { hour: "1시간 뒤 다시 알림", tomorrow: "다음 근무일 아침에 다시 알림" },
  endSnooze: "미루기 끝내기",
  mute: "이 서비스 알림 끄기",
  unmute: "이 서비스 알림 켜기",

  settings: "설정",
  account: "연결 설정 열기",
  help: "단축키",
  keys: {
    move: "줄 사이 이동",
    open: "승인 화면 열기",
    digit: "그 번호의 승인 화면 열기",
    menu: "줄 메뉴 (마우스 오른쪽 단추도 같음)",
    settings: "설정",
    help: "이 목록",
    close: "닫기",
  },
};

export const boardEn: typeof boardKo = {
  overdue: (time) => `overdue (${time})`,
  snoozedUntil: (time) => `snoozed until ${time}`,
  muted: "muted",

  rowMenu: (service) => `Menu of ${service}`,
  snooze: { hour: "Snooze for an hour", tomorrow: "Snooze until the next working morning" },
  endSnooze: "End snooze",
  mute: "Mute this service",
  unmute: "Unmute this service",

  settings: "Settings",
  account: "Set up the connection",
  help: "Keys",
  keys: {
    move: "Move between the rows",
    open: "Open the approval page",
    digit: "Open the page of that row",
    menu: "Menu of the row (as the right mouse button)",
    settings: "Settings",
    help: "This list",
    close: "Close",
  },
};
