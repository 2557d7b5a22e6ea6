/** The app's name, and the title of the message when it cannot start. */
export const appKo = {
  name: "알림이",
  justNow: "방금",
  close: "닫기",
  startFailed: "알림이를 시작하지 못했습니다",
};

export type AppWords = typeof appKo;
