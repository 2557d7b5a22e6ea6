import { unreachable } from "../../contract/result.ts";
import type { Row, SilentReason } from "../../core/attention/decision.ts";
import type { HistoryEntry } from "../../core/attention/history.ts";
import { spanEnd } from "../../core/attention/hours.ts";
import { isDowngrade } from "../../core/update.ts";
import type { HistoryWords } from "../../words/index.ts";
import type { Situation } from "../situation.ts";
import { momentText } from "../time.ts";
import type { HistoryRow } from "./fields.ts";

/**
 * The texts of a decision and its reason.
 * @param at the time of the decision; milliseconds since the Unix epoch
 */
export function historyWords(
  decision: HistoryEntry["decision"],
  at: number,
  situation: Pick<Situation, "language" | "calendar" | "preferences">,
  nameOf: (service: string) => string,
  words: HistoryWords,
): Pick<HistoryRow, "kind" | "text" | "why"> {
  const item = ({ service, count }: Row): string => words.item(nameOf(service), count);
  switch (decision.kind) {
    case "notice": {
      const { count, toldCount } = decision;
      return { kind: "told", text: words.notice(item(decision)), why: words.noticeWhy(count - toldCount) };
    }
    case "digest": {
      const [first, ...others] = decision.rows.map(item);
      const text =
        first === undefined || others.length > 0
          ? words.digest(decision.rows.map(item))
          : words.digestOfOne(first);
      const { parts = [], occasion } = decision;
      const put = parts.map(({ part, count }) => words.part(part, count));
      return { kind: "told", text, why: put.length === 0 ? words.digestWhy[occasion] : words.partsWhy(put) };
    }
    case "deadline": {
      const { stage, dueAt } = decision;
      const due = dueAt === undefined ? undefined : momentText(situation, dueAt, at);
      return { kind: "told", text: words.deadline(item(decision)), why: words.deadlineWhy(stage, due) };
    }
    case "hint":
      return { kind: "told", text: words.hint, why: words.hintWhy };
    case "withdraw": {
      const { service, reason } = decision;
      return { kind: "withdrawn", text: words.withdraw(nameOf(service)), why: words.withdrawWhy[reason] };
    }
    case "withdraw-all":
      return { kind: "withdrawn", text: words.withdrawAll, why: words.withdrawAllWhy };
    case "withdraw-hint":
      return { kind: "withdrawn", text: words.withdrawHint, why: words.withdrawHintWhy };
    case "silent": {
      const { service, reason, held } = decision;
      const text = held === undefined ? words.silent(nameOf(service)) : words.held(nameOf(service), held);
      return { kind: "silent", text, why: silentWhy(reason) };
    }
    case "updated":
      return isDowngrade(decision)
        ? { kind: "updated", text: words.downgraded(decision), why: words.downgradedWhy }
        : { kind: "updated", text: words.updated(decision), why: words.updatedWhy };
    case "tested": {
      const { fault } = decision;
      return fault === null
        ? { kind: "told", text: words.tested, why: words.testedWhy }
        : { kind: "silent", text: words.notTested, why: words.notTestedWhy[fault] };
    }
    default:
      return unreachable(decision);
  }

  function silentWhy(reason: SilentReason): string {
    const { calendar, preferences } = situation;
    const { quietHours } = preferences;
    // The quiet hours may have changed since, so they are named only if the decision's time lies in the present ones.
    return reason === "quiet-hours" && quietHours !== null && spanEnd(calendar, quietHours, at) !== null
      ? words.quietHours(quietHours.from, quietHours.to)
      : words.silentWhy[reason];
  }
}
