/** The tray's menu. */
export const trayKo = {
  openBoard: "결재 현황 열기",
  settings: "설정…",
  quit: "알림이 종료",
};

export type TrayWords = typeof trayKo;
