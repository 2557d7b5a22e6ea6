import type { UpdateWords } from "./ko.ts";

/** Another version was installed while the app runs. */
export const updateEn: UpdateWords = {
  installed: ({ version, kind }) =>
    ({
      newer: `The new version ${version} is installed`,
      older: `The earlier version ${version} is installed`,
      same: "Alrimi was installed again",
    })[kind],
  restart: "Restart",
};
