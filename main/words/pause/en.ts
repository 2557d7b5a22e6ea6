import type { PauseWords } from "./ko.ts";

export const pauseEn: PauseWords = {
  menu: "Pause notifications",
  choices: {
    hour: "for an hour",
    evening: "until work ends today",
    tomorrow: "until the next working morning",
  },
  until: (time) => `Notifications are paused until ${time}`,
  resume: "Resume",
  resumeMenu: (until) => `Resume notifications (paused until ${until})`,
};
