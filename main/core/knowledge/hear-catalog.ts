import { parseCatalog } from "../../contract/catalog.ts";
import { presetsOf } from "../attention/delivery.ts";
import { without } from "../attention/without.ts";
import { announce } from "./announce.ts";
import { SECOND_READING_AFTER } from "./doubt.ts";
import type { Effect } from "./effect.ts";
import type { Knowledge, KnowledgeInput } from "./knowledge.ts";
import { retireServices } from "./retire.ts";
import { settled } from "./sureness.ts";

/**
 * Takes a catalog that was read. A refused catalog leaves the last good one in place. An older one is read once more, and
 * taken if it is still older: a copy may lag behind, and the broker may have been set up anew.
 */
export function hearCatalog(
  last: Knowledge,
  { payload, revision: read }: Omit<KnowledgeInput & { kind: "catalog" }, "kind">,
  now: number,
  effects: Effect[],
): Knowledge {
  const revision = read ?? null;
  if (isOlder(last, revision) && !isSecondReading(last, now)) {
    effects.push(
      { kind: "log", level: "warn", line: "catalog: an older one was read" },
      { kind: "found", found: "older" },
    );
    return { ...last, olderCatalogAt: Math.min(last.olderCatalogAt ?? now, now) };
  }
  const isKnown = last.catalogRevision === revision && last.olderCatalogAt === null;
  const known = isKnown ? last : { ...last, catalogRevision: revision, olderCatalogAt: null };
  if (known.catalogBytes !== null && isSame(known.catalogBytes, payload)) return known;
  const before = { ...known, catalogBytes: new Uint8Array(payload) };
  const warn = (line: string): void => void effects.push({ kind: "log", level: "warn", line });
  const parsed = parseCatalog(payload);
  if (!parsed.ok) {
    warn(`catalog refused: ${parsed.reason}: ${parsed.detail}`);
    effects.push({ kind: "problem", problem: { key: "catalog-refused", args: [parsed.detail] } });
    return before;
  }
  const { catalog, refused } = parsed.value;
  for (const { reason, detail } of refused) warn(`catalog: ${reason}: ${detail}`);
  const [first] = refused;
  if (first === undefined) effects.push({ kind: "problem-over", key: "catalog-refused" });
  else effects.push({ kind: "problem", problem: { key: "catalog-refused", args: [first.detail] } });

  const { ledger, retired, removed } = retireServices(before.ledger, before.retired, before.catalog, catalog);
  const after: Knowledge = {
    ...before,
    catalog,
    presets: presetsOf(catalog),
    ledger,
    retired,
    doubts: without(before.doubts, removed),
    unreadable: removed.some((service) => before.unreadable.has(service))
      ? new Set([...before.unreadable].filter((service) => !removed.includes(service)))
      : before.unreadable,
  };
  effects.push({ kind: "save", isDue: false }, { kind: "draw" });
  return removed.reduce(
    (state, service) => announce(state, { kind: "removed", service }, now, effects),
    settled(before, after, [], now, effects),
  );
}

function isOlder({ catalogRevision }: Knowledge, revision: number | null): boolean {
  return revision !== null && catalogRevision !== null && revision < catalogRevision;
}

function isSecondReading({ olderCatalogAt }: Knowledge, now: number): boolean {
  return olderCatalogAt !== null && now >= olderCatalogAt + SECOND_READING_AFTER;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
