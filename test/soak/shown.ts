import type { Known } from "./counts.ts";

/** What differs between the tray or the board and what was published; in words, empty when nothing does. */

/** Whether the connection is said to be all right. */
export type Link = "fresh" | "away";

type Named = Known & { readonly name: string };

const UNSURE = " (미확인)";
const AWAY = /연결 끊김|연결하는 중|확인하는 중/;

export function wrongInTray(tooltip: string, counters: readonly Named[], link: Link): string[] {
  const lines = tooltip.split("\n");
  const wrong: string[] = [];
  const sum = counters.reduce((total, { count }) => total + count, 0);
  const [, shown] = /결재 대기 ([\d,]+)건/.exec(lines[0] ?? "") ?? [];
  if (Number(shown?.replaceAll(",", "") ?? 0) !== sum) wrong.push(`the total is not ${sum}`);
  for (const { name, count, mark } of counters) {
    const line = lines.find((each) => each.startsWith(`${name} `));
    const allowed: readonly (string | undefined)[] =
      count === 0
        ? [undefined]
        : [
            ...(mark === "unsure" ? [] : [`${name} ${count}`]),
            ...(mark === "sure" ? [] : [`${name} ${count}${UNSURE}`]),
          ];
    if (!allowed.includes(line)) wrong.push(`${name} is not ${count}, ${mark}`);
  }
  const isAllSure = counters.every(({ mark }) => mark === "sure");
  const isUnsure = counters.some(({ mark }) => mark === "unsure");
  const state = lines[1] ?? "";
  if (AWAY.test(state) !== (link === "away")) wrong.push(`the connection is not ${link}`);
  if (link === "fresh" && isAllSure && !/^\d\d:\d\d 기준$/.test(state)) wrong.push("a sure tray says more");
  if (link === "fresh" && isUnsure && !state.includes("확인하지 못했습니다"))
    wrong.push("an unsure tray does not say so");
  return wrong;
}

/** A row as it stands on the page. */
export interface ShownRow {
  readonly name: string;
  readonly digits: string;
  readonly isDoubted: boolean;
}

export interface ShownBoard {
  readonly status: string;
  readonly rows: readonly ShownRow[];
}

export function wrongOnBoard({ status, rows }: ShownBoard, counters: readonly Named[], link: Link): string[] {
  const wrong: string[] = [];
  const isFresh = status.includes("status-fresh") || status.includes("status-unsure");
  if (isFresh !== (link === "fresh")) wrong.push(`the board is not ${link}`);
  for (const { name, count, mark } of counters) {
    const row = rows.find((each) => each.name === name);
    const isDoubted = row?.isDoubted ?? false;
    if (isDoubted ? mark === "sure" : mark === "unsure") wrong.push(`${name} is not ${mark} on the board`);
    const digits = count === 0 && (isDoubted || link === "away") ? "–" : String(count);
    if (row?.digits !== digits) wrong.push(`${name} is not ${digits} on the board`);
  }
  return wrong;
}
