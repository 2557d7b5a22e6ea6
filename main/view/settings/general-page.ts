import { unreachable } from "../../contract/result.ts";
import { LANGUAGE_CHOICES, THEMES } from "../../core/preferences/preferences.ts";
import type { SelfUpdate } from "../../core/self-update.ts";
import { wordsIn } from "../../words/index.ts";
import type { UpdateWords } from "../../words/update/ko.ts";
import { acceleratorKeys } from "../accelerator.ts";
import type { Item, Section } from "./fields.ts";
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
    { title: words.about, items: aboutItems(input) },
  ];
}

/** The version, what becomes of updates, and the button to restart into another version. */
function aboutItems(input: SettingsInput): Item[] {
  const { version } = wordsOf(input);
  const { update: words } = wordsIn(input.situation.language);
  const { ownUpdates } = input;
  const { update } = input.situation;
  const notes = "notes" in ownUpdates ? ownUpdates.notes : undefined;
  return [
    {
      kind: "facts",
      rows: [
        { label: version(input.version), values: [] },
        { label: words.updates, values: updateTexts(ownUpdates, words) },
        ...(notes === undefined ? [] : [{ label: words.notes, values: [notes] }]),
      ],
    },
    ...(update === null
      ? []
      : [{ kind: "restart", hint: words.installed(update), button: words.restartToUpdate } as const]),
  ];
}

/** The state in words, and the exact fault for the administrator. */
function updateTexts(shown: SelfUpdate, words: UpdateWords): string[] {
  switch (shown.kind) {
    case "disabled":
      return [words.disabled[shown.reason]];
    case "idle":
      return [words.idle];
    case "checking":
      return [words.checking];
    case "downloading":
      return [words.downloading(shown.version)];
    case "ready":
      return [words.ready(shown.version)];
    case "failed":
      return [words.failed[shown.reason], shown.detail];
    default:
      return unreachable(shown);
  }
}
