import type { PortalBoard, PortalRow } from "../../main/view/portal-board.ts";

/** What is shown: the board as the server sent it, and whether the page hears the server. */
export interface Shown {
  readonly board: PortalBoard;
  /** As of when the counts are, as text. */
  readonly asOf: string;
  readonly isLost: boolean;
}

/** A new element with a class and its children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

/** The total, and how current it is. */
export function headOf({ board, asOf, isLost }: Shown): HTMLElement {
  const { total, status, deadlines, ifLost } = board;
  const isCurrent = board.isFresh && !isLost;
  const state = isLost ? ifLost.status : (deadlines ?? status.text);
  return make(
    "div",
    isCurrent && total.isSure ? "head" : "head is-dated",
    make("p", "total", (isLost ? ifLost.total : total).text),
    make("p", "status", isLost || asOf !== "" ? `${state} · ${asOf}` : state),
  );
}

/** The content of a service's row, a link where it has a page. */
export function cellOf(row: PortalRow, { board, isLost }: Shown): HTMLElement {
  const isUnknown = isLost && (row.count ?? 0) === 0;
  const digits = isUnknown ? board.ifLost.digits : row.digits;
  const countText = isUnknown && row.certainty !== "unheard" ? board.ifLost.countText : row.countText;
  const words = make(
    "span",
    "words",
    make("span", "name", row.name),
    make("span", "for-ears", `, ${countText}, `),
    make("span", "facts", ...factsOf(row)),
  );
  const count = make("span", "count", digits);
  count.setAttribute("aria-hidden", "true");
  if (row.url === undefined) return make("div", "cell", words, count);
  const link = make("a", "cell", words, count);
  link.href = row.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.title = row.action;
  return link;
}

export function rowClass(row: PortalRow, isLost: boolean): string {
  return ["row", row.count ? "" : "is-quiet", row.isDated || isLost ? "is-dated" : ""].join(" ").trim();
}

/** The most urgent first. */
function factsOf({ due, doubt, url, action, changed, system }: PortalRow): (Node | string)[] {
  const facts = [
    due === undefined ? undefined : make("span", `due-${due.urgency}`, due.text),
    doubt === undefined ? undefined : make("span", "doubt", doubt),
    url === undefined ? action : undefined,
    changed,
    system,
  ].filter((fact) => fact !== undefined && fact !== "") as (Node | string)[];
  return facts.flatMap((fact, index) => (index === 0 ? [fact] : [" · ", fact]));
}
