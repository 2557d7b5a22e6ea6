import type { Language } from "../../../main/contract/catalog.ts";
import type { TestOutcome } from "../../../main/core/account/connection-test.ts";
import type { AccountDialog, FormState } from "../../../main/core/account/dialog.ts";
import { seoul } from "../attention/seoul.ts";

/** The dialog as it opens at the first start, or changed. */
export function dialogOf(
  changes: Partial<FormState> = {},
  shown: Partial<FormState["shown"]> = {},
  language: Language = "ko",
): AccountDialog {
  return {
    language,
    calendar: seoul,
    kind: "form",
    form: {
      occasion: { kind: "first-run" },
      keeping: "keychain",
      shown: { servers: "broker.example.com", user: "", username: "", method: "password", ...shown },
      startsAtLogin: undefined,
      hiddenIcon: undefined,
      generation: 1,
      file: undefined,
      phase: { kind: "filling", faults: {} },
      known: { loginName: "hong.gd", kept: undefined, now: Date.parse("2026-11-22T14:05:00+09:00") },
      ...changes,
    },
  };
}

export function tested(outcome: TestOutcome): Partial<FormState> {
  return { phase: { kind: "tested", outcome } };
}

export const FIXED: AccountDialog = {
  language: "ko",
  calendar: seoul,
  kind: "fixed",
  fixed: {
    file: "/etc/alrimi/policy.json",
    holds: {
      servers: ["tls://broker-1.example.com:4222", "tls://broker-2.example.com:4222"],
      user: "hong.gd",
      signIn: { kind: "password", username: "hong.gd" },
    },
  },
};
