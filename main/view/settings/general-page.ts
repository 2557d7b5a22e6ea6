import { LANGUAGE_CHOICES, THEMES } from "../../core/preferences/preferences.ts";
import { acceleratorKeys } from "../accelerator.ts";
import type { Section } from "./fields.ts";
import { type SettingsInput, setting, wordsOf } from "./input.ts";

export function generalPage(input: SettingsInput): Section[] {
  const words = wordsOf(input);
  const { preferences } = input.situation;
  return [
    {
      title: words.look,
      items: [
        {
          kind: "choice",
          ...setting(input, "language", words.languageHint),
          value: preferences.language,
          options: LANGUAGE_CHOICES.map((value) => ({
            value,
            label:
              value === "system"
                ? words.languageSystem(words.languages[input.systemLanguage])
                : words.languages[value],
          })),
        },
        {
          kind: "choice",
          ...setting(input, "theme", words.themeHint),
          value: preferences.theme,
          options: THEMES.map((value) => ({ value, label: words.themes[value] })),
        },
      ],
    },
    {
      title: words.start,
      items: [
        {
          kind: "switch",
          ...setting(input, "startAtLogin", words.startAtLoginHint),
          isOn: preferences.startAtLogin,
        },
        {
          kind: "shortcut",
          ...setting(input, "shortcut", words.shortcutHint),
          keys: preferences.shortcut === null ? [] : acceleratorKeys(preferences.shortcut, input.platform),
          words: {
            none: words.shortcutNone,
            change: words.shortcutChange,
            press: words.shortcutPress,
            clear: words.shortcutClear,
          },
        },
      ],
    },
    {
      title: words.move,
      items: [
        { kind: "files", hint: words.moveHint, export: words.exportLabel, import: words.importLabel },
        {
          kind: "reset",
          label: words.resetLabel,
          hint: words.resetHint,
          ask: words.resetAsk,
          yes: words.resetYes,
          no: words.resetNo,
        },
      ],
    },
    {
      title: words.about,
      items: [{ kind: "facts", rows: [{ label: words.version(input.version), values: [] }] }],
    },
  ];
}
