/** The tray's menu. */
export const trayKo = {
  openBoard: "현황판 열기",
  settings: "설정…",
  quit: "알림이 종료",
};

export type TrayWords = typeof trayKo;
