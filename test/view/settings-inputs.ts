import type { Language } from "../../main/contract/catalog.ts";
import {
  type Decision,
  DIGEST_OCCASIONS,
  type Row,
  SILENT_REASONS,
} from "../../main/core/attention/decision.ts";
import type { History, HistoryEntry } from "../../main/core/attention/history.ts";
import type { SettingsPage } from "../../main/core/command.ts";
import { TEST_FAULTS } from "../../main/core/fleet.ts";
import { effectiveValues } from "../../main/core/policy/effective.ts";
import { DEFAULT_PREFERENCES, type Preferences } from "../../main/core/preferences/preferences.ts";
import type { SettingsInput } from "../../main/view/settings/input.ts";
import { type SettingsView, settingsView } from "../../main/view/settings/settings-view.ts";
import type { Situation } from "../../main/view/situation.ts";
import { company, event, fresh, ledger, now } from "../renderer/situations.ts";
import { situationOf } from "./situation.ts";

/** Settings windows of a person in the demo company. */

const MINUTE = 60_000;

const leave: Row = { service: "hr-leave", count: 3, toldCount: 2 };
const card: Row = { service: "finance-card", count: 2, toldCount: 0, dueAt: now + 90 * MINUTE };

/** One of every kind, occasion and reason. */
export const EVERY_DECISION: readonly HistoryEntry["decision"][] = [
  { kind: "notice", ...leave },
  ...DIGEST_OCCASIONS.map(
    (occasion): Decision => ({ kind: "digest", occasion, rows: [leave, card], isUrgent: true }),
  ),
  { kind: "digest", occasion: "reminder", rows: [leave], isUrgent: false },
  { kind: "deadline", stage: "day", ...leave, dueAt: now + 20 * 60 * MINUTE },
  { kind: "deadline", stage: "hours", ...leave, dueAt: now + 100 * MINUTE },
  { kind: "hint" },
  { kind: "withdraw", service: "hr-leave", reason: "nothing-waits" },
  { kind: "withdraw", service: "hr-leave", reason: "removed" },
  { kind: "withdraw-all" },
  { kind: "withdraw-hint" },
  ...SILENT_REASONS.map((reason): Decision => ({ kind: "silent", service: "finance-card", reason })),
  ...[null, ...TEST_FAULTS].map((fault) => ({ kind: "tested", fault }) as const),
  { kind: "updated", from: "0.1.0", to: "0.2.0" },
  { kind: "updated", from: "0.2.0", to: "0.1.1" },
];

/** One every twenty minutes, back from now. */
export function historyOf(decisions: readonly HistoryEntry["decision"][]): History {
  return decisions.map((decision, index) => ({ at: now - index * 20 * MINUTE, decision }));
}

export interface Changes extends Partial<Omit<SettingsInput, "situation">> {
  readonly language?: Language;
  readonly situation?: Partial<Situation>;
  readonly preferences?: Partial<Preferences>;
}

export function inputOf(page: SettingsPage, changes: Changes = {}): SettingsInput {
  const { language = "ko", situation, preferences, ...rest } = changes;
  const chosen = { delivery: { mail: "off" as const }, ...preferences };
  return {
    situation: situationOf({
      language,
      catalog: company,
      ledger: ledger([event("hr-leave", 3, 4), event("finance-card", 12, 75)]),
      connection: fresh,
      snoozed: new Map([["visitor", now + 60 * MINUTE]]),
      preferences: { ...DEFAULT_PREFERENCES, ...chosen },
      ...situation,
    }),
    history: historyOf(EVERY_DECISION),
    fixed: {},
    values: effectiveValues(DEFAULT_PREFERENCES, [], chosen),
    policies: { files: [], faults: [], isInFleet: false },
    ownUpdates: { kind: "disabled", reason: "machine" },
    account: {
      user: "hong.gd",
      servers: ["tls://broker-1.example.com", "tls://broker-2.example.com"],
      credentials: "password",
      isFromPolicy: false,
    },
    page,
    historyOf: null,
    refused: null,
    outcome: null,
    systemLanguage: "ko",
    platform: "linux",
    version: "1.0.0",
    now,
    ...rest,
  };
}

export function viewOf(page: SettingsPage, changes: Changes = {}): SettingsView {
  return settingsView(inputOf(page, changes));
}
