import type { Language } from "../../main/contract/catalog.ts";
import type { Item, Queue } from "./company.ts";
import type { Progress } from "./desk.ts";
import type { Picture } from "./desktop-view.ts";
import { type Html, html } from "./html.ts";
import type { OldPcState } from "./old-pc/old-pc.ts";
import { type DemoService, type DemoSystem, OLD_PC } from "./services.ts";
import type { SwitchState } from "./switch.ts";
import { wordsIn } from "./words.ts";

/** One approval system, for a page. */
export interface SystemState {
  readonly service: DemoSystem;
  readonly queue: Queue;
}

/** A system that sends events. */
export interface ServiceState extends SystemState {
  readonly service: DemoService;
  readonly progress: Progress;
  /** Whether there is an earlier event to send late. */
  readonly hasPrevious: boolean;
}

export interface JournalEntry {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly text: string;
}

/** Complete state for the pages. */
export interface CompanyState {
  readonly language: Language;
  readonly user: string;
  readonly services: readonly ServiceState[];
  /** The system that can only be asked. */
  readonly old: OldPcState;
  /** The people of the company, as HR has said. */
  readonly hr: { readonly people: readonly string[]; readonly canJoin: boolean };
  readonly broker: SwitchState;
  readonly server: SwitchState;
  /** Whether "do not disturb" is on; undefined where the demo cannot set it. */
  readonly isPresenting: boolean | undefined;
  /** The screen of the virtual desktop; undefined without one. */
  readonly picture: Picture | undefined;
  /** Newest first. */
  readonly journal: readonly JournalEntry[];
}

/** All systems, in the order of the catalog. */
export function systemsOf({ services, old }: CompanyState): readonly SystemState[] {
  return [...services, { service: OLD_PC, queue: old.queue }];
}

/** Maximum number of rows on a page, so that it stays readable after a burst. */
const MAX_ROWS = 100;

/** `/<service>`: the waiting items with their two decisions. */
export function servicePage(state: CompanyState, { service, queue }: SystemState): string {
  const text = wordsIn(state.language);
  const shown = queue.items.slice(0, MAX_ROWS);
  const left = queue.items.length - shown.length;
  return page(
    state,
    service,
    service.name[state.language],
    html`
<section class="bar">
  <p class="total">${queue.items.length === 0 ? text.nothingWaits : text.waitingFor(queue.items.length)}</p>
  <form method="post" action="/${service.id}/request"><button class="quiet" id="request">${text.newRequest}</button></form>
</section>
${shown.length === 0 ? html`<p class="empty">✓</p>` : itemTable(state, service, shown)}
${left > 0 ? html`<p>${text.more(left)}</p>` : html``}`,
  );
}

/** A page with a single message, such as "not found". */
export function plainPage(state: CompanyState, says: string): string {
  return page(state, undefined, says, html``);
}

/**
 * A page of the company.
 * @param current the service of the page
 */
export function page(
  state: CompanyState,
  current: DemoSystem | undefined,
  title: string,
  main: Html,
): string {
  const { language } = state;
  const text = wordsIn(language);
  const links = systemsOf(state).map(
    ({ service, queue }) =>
      html`<a href="/${service.id}"${currentMark(current?.id === service.id)}>${service.name[language]} <b>${queue.items.length}</b></a>`,
  );
  const system = current === undefined ? text.demo : current.system[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${text.company}</title>
<link rel="stylesheet" href="/style.css">
<script src="/refresh.js" defer></script>
<noscript><meta http-equiv="refresh" content="5"></noscript>
</head>
<body>
<header>
  <a class="company" href="/">${text.company}</a>
  <nav>${links}<a href="/portal">${text.portal.title}</a></nav>
  <span class="approver">${text.approver(state.user)}</span>
</header>
<main>
<p class="system">${system}</p>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`.text;
}

function itemTable(state: CompanyState, service: DemoSystem, items: readonly Item[]): Html {
  const { language } = state;
  const text = wordsIn(language);
  const row = (item: Item): Html => html`
<tr>
  <td class="id">${item.id}</td>
  <td><b>${item.requester[language]}</b><br><small>${item.team[language]}</small></td>
  <td><b>${item.title[language]}</b><br><small>${item.detail[language]}</small></td>
  <td><time>${moment(state, item.requestedAt)}</time></td>
  <td>${item.dueAt === undefined ? "–" : html`<time>${moment(state, item.dueAt)}</time>`}</td>
  <td class="decision"><form method="post" action="/${service.id}/decide">
    <input type="hidden" name="item" value="${item.id}">
    <button name="decision" value="approve" id="approve-${item.id}">${text.approve}</button>
    <button name="decision" value="reject" id="reject-${item.id}" class="quiet">${text.reject}</button>
  </form></td>
</tr>`;
  return html`
<table>
<thead><tr><th></th><th>${text.requester}</th><th>${text.title}</th><th>${text.requestedAt}</th><th>${text.dueAt}</th><th>${text.decision}</th></tr></thead>
<tbody>${items.map(row)}</tbody>
</table>`;
}

function currentMark(isCurrent: boolean): Html {
  return isCurrent ? html` aria-current="page"` : html``;
}

/** Time of day, with seconds. */
export function clock({ language }: CompanyState, at: number): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" }).format(at);
}

function moment({ language }: CompanyState, at: number): string {
  const shape = {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  } as const;
  return new Intl.DateTimeFormat(language, shape).format(at);
}
