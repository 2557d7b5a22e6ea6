import type { Language } from "../../contract/catalog.ts";
import { SETTINGS_PAGES, type SettingsPage } from "../../core/command.ts";
import { accountPage } from "./account-page.ts";
import type { Section } from "./fields.ts";
import { generalPage } from "./general-page.ts";
import { historyPage } from "./history-page.ts";
import { hoursPage } from "./hours-page.ts";
import { type SettingsInput, wordsOf } from "./input.ts";
import { notificationsPage } from "./notifications-page.ts";
import { type OutcomeView, outcomeView } from "./outcome.ts";
import { policyPage } from "./policy-page.ts";
import { servicesPage } from "./services-page.ts";
import { supportPage } from "./support-page.ts";

/** The whole settings window, ready to draw. The renderer decides nothing. */
export interface SettingsView {
  readonly language: Language;
  readonly title: string;
  readonly pagesLabel: string;
  readonly pages: readonly { readonly page: SettingsPage; readonly label: string }[];
  /** The open page. */
  readonly page: SettingsPage;
  readonly hint: string;
  readonly sections: readonly Section[];
  readonly outcome?: OutcomeView;
}

const SECTIONS: Readonly<Record<SettingsPage, (input: SettingsInput) => Section[]>> = {
  notifications: notificationsPage,
  hours: hoursPage,
  services: servicesPage,
  general: generalPage,
  account: accountPage,
  policy: policyPage,
  history: historyPage,
  support: supportPage,
};

/** The view of the open page of the settings window. */
export function settingsView(input: SettingsInput): SettingsView {
  const words = wordsOf(input);
  const { page, outcome, situation } = input;
  return {
    language: situation.language,
    title: words.title,
    pagesLabel: words.pagesLabel,
    pages: SETTINGS_PAGES.map((each) => ({ page: each, label: words.pages[each] })),
    page,
    hint: words.pageHints[page],
    sections: SECTIONS[page](input),
    ...(outcome === null ? {} : { outcome: outcomeView(outcome, words) }),
  };
}
