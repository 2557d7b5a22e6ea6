import { nameIn } from "../contract/catalog.ts";
import { checkLink } from "../contract/link.ts";
import { wordsIn } from "../words/index.ts";
import type { Situation } from "./situation.ts";

/** Milliseconds. A shorter pause needs no deputy. */
const DAY = 24 * 3_600_000;

/** Asks for a deputy, with the pages on which one is named. */
export interface DeputyView {
  readonly text: string;
  readonly pages: readonly { readonly service: string; readonly label: string }[];
}

/**
 * The deputy that is offered during a pause of more than a day, where the catalog has a page for it.
 * @param now milliseconds since the Unix epoch
 */
export function deputyView(
  { pausedUntil, catalog, linkOrigins, language }: Situation,
  now: number,
): DeputyView | undefined {
  if (pausedUntil === null || pausedUntil - now <= DAY) return undefined;
  const { delegate, delegateOpen } = wordsIn(language).settings;
  const pages = catalog
    .filter(({ delegateUrl }) => checkLink(delegateUrl, linkOrigins).ok)
    .map((service) => ({ service: service.id, label: delegateOpen(nameIn(language, service)) }));
  return pages.length === 0 ? undefined : { text: delegate, pages };
}
