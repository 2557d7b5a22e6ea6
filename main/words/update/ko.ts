import type { Update } from "../../core/update.ts";
import { asSubject } from "../particles.ts";

/** Another version was installed while the app runs. */
export const updateKo = {
  installed: ({ version, kind }: Update): string =>
    ({
      newer: `새 버전 ${asSubject(version)} 설치되었습니다`,
      older: `이전 버전 ${asSubject(version)} 설치되었습니다`,
      same: "알림이가 다시 설치되었습니다",
    })[kind],
  restart: "다시 시작",
};

export type UpdateWords = typeof updateKo;
