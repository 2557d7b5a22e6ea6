/** The words of the settings window, one file a language. */
export { settingsEn } from "./settings-en.ts";
export { settingsKo } from "./settings-ko.ts";
