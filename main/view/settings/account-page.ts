import { visibleLine } from "../../contract/text.ts";
import { wordsIn } from "../../words/index.ts";
import { shownServices } from "../situation.ts";
import { statusView } from "../status.ts";
import { tallyOf } from "../total.ts";
import type { Section } from "./fields.ts";
import { type SettingsInput, wordsOf } from "./input.ts";

export function accountPage(input: SettingsInput): Section[] {
  const words = wordsOf(input);
  const { account, situation } = input;
  const status = statusView(
    situation.connection,
    tallyOf(shownServices(situation)).unsure,
    wordsIn(situation.language),
  );
  const state = {
    label: words.accountState,
    values: [status.text, ...(status.hint === undefined ? [] : [status.hint])],
  };
  const facts =
    account === null
      ? [state]
      : [
          { label: words.accountUser, values: [visibleLine(account.user)] },
          { label: words.accountServers, values: account.servers },
          { label: words.accountSignIn, values: [words.credentials[account.credentials]] },
          state,
        ];
  return [
    { items: [{ kind: "facts", rows: facts }] },
    {
      items: [
        {
          kind: "account",
          ...(account === null ? { text: words.accountNone } : {}),
          button: account === null ? words.accountSetUp : words.accountChange,
          hint: words.accountChangeHint,
          ...(account?.isFromPolicy ? { locked: words.locked } : {}),
        },
      ],
    },
  ];
}
