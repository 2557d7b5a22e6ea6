import { unreachable } from "../../contract/result.ts";
import type { PreferencesFileRefusal } from "../../core/preferences/preferences-file.ts";
import type { SettingsWords } from "../../words/index.ts";

/** The result of an action on the settings window. */
export type SettingsOutcome =
  | { readonly kind: "exported"; readonly file: string }
  | { readonly kind: "export-failed"; readonly file: string; readonly detail: string }
  /** `values` is the number of imported values. The policy fixes `fixed` of them. */
  | { readonly kind: "imported"; readonly file: string; readonly values: number; readonly fixed: number }
  | { readonly kind: "import-unreadable"; readonly file: string; readonly detail: string }
  | { readonly kind: "import-refused"; readonly file: string; readonly refusal: PreferencesFileRefusal }
  | { readonly kind: "reset" }
  | { readonly kind: "diagnostics-saved"; readonly file: string };

/** The text of an action's result. */
export interface OutcomeView {
  readonly isGood: boolean;
  readonly text: string;
  readonly details: readonly string[];
  readonly dismiss: string;
}

/** The view of an action's result. */
export function outcomeView(outcome: SettingsOutcome, words: SettingsWords): OutcomeView {
  const { outcomes, dismiss } = words;
  const good = (text: string): OutcomeView => ({ isGood: true, text, details: [], dismiss });
  const bad = (text: string, details: readonly string[] = []): OutcomeView => ({
    isGood: false,
    text,
    details,
    dismiss,
  });
  switch (outcome.kind) {
    case "exported":
      return good(outcomes.exported(outcome.file));
    case "export-failed":
      return bad(outcomes.exportFailed(outcome.file, outcome.detail));
    case "imported":
      return good(outcomes.imported(outcome.file, outcome.values, outcome.fixed));
    case "import-unreadable":
      return bad(outcomes.importUnreadable(outcome.file, outcome.detail));
    case "import-refused":
      return bad(outcomes.importRefused(outcome.file), refusalWords(outcome.refusal, words));
    case "reset":
      return good(outcomes.reset);
    case "diagnostics-saved":
      return good(words.support.saved(outcome.file));
    default:
      return unreachable(outcome);
  }
}

function refusalWords(refusal: PreferencesFileRefusal, { outcomes, labels, refusals }: SettingsWords) {
  switch (refusal.kind) {
    case "too-large":
      return [outcomes.tooLarge];
    case "not-settings":
      return [outcomes.notSettings];
    case "bad-entries":
      return refusal.entries.map((entry) =>
        entry.kind === "unknown-key"
          ? outcomes.unknownKey(entry.key)
          : outcomes.badValue(labels[entry.key], refusals[entry.key]),
      );
    default:
      return unreachable(refusal);
  }
}
