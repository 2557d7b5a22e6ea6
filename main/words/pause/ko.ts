/** Pausing notifications, in the tray's menu and on the board. */
export const pauseKo = {
  menu: "알림 잠시 끄기",
  choices: { hour: "1시간 동안", evening: "오늘 업무가 끝날 때까지", tomorrow: "다음 근무일 아침까지" },
  until: (time: string) => `${time}까지 알림 꺼짐`,
  resume: "다시 켜기",
  resumeMenu: (until: string) => `알림 다시 켜기 (${until}까지 꺼짐)`,
};

export type PauseWords = typeof pauseKo;
