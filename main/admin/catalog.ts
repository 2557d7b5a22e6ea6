import { setTimeout as sleep } from "node:timers/promises";
import {
  type Catalog,
  type CatalogRefusal,
  LANGUAGES,
  MAX_CATALOG_BYTES,
  parseCatalog,
  type ServiceRefusal,
} from "../contract/catalog.ts";
import { parseDocument } from "../contract/document.ts";
import { MAX_GENERATION } from "../contract/event-fields.ts";
import { checkLink, type LinkRefusal } from "../contract/link.ts";
import { type Refusal, refuse } from "../contract/result.ts";
import { CATALOG_STREAM } from "../contract/streams.ts";
import { CATALOG_SUBJECT, canonicalId } from "../contract/subject.ts";
import { forbiddenCharacter } from "../contract/text.ts";
import { isOutrun, storedRevision } from "../nats/api-answer.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { directGet, REQUEST_TIMEOUT_MS, storeOver } from "../nats/jetstream.ts";

/** In a cluster the first replica that answers may be a moment behind what was written. Milliseconds. */
const AGAIN_MS = 200;
const MOST_ATTEMPTS = 10;

/** A problem of a catalog. `detail` names the position. */
export type CatalogProblem = Refusal<CatalogRefusal | ServiceRefusal | LinkRefusal | "bad-character">;

/** The result of {@link putCatalog}. `revision` is the stream sequence. */
export type CatalogPut =
  | { readonly kind: "stored"; readonly catalog: Catalog; readonly revision: number }
  /** Nothing was written. `problems` holds every reason. */
  | { readonly kind: "refused"; readonly problems: readonly CatalogProblem[] };

export interface PutCatalogOptions {
  /**
   * Origins whose `http:` links are allowed, such as `http://intra.example.com`. The apps' policies must list them too.
   */
  readonly allowedOrigins?: readonly string[];
}

/**
 * Writes the catalog if the whole document is valid. An app leaves out a bad service silently, so the administrator
 * must learn of it here, and also of a link that no app would open.
 *
 * A generation that was raised before is kept, because the file of the administrator does not know of it: with a lower
 * one the counts that it mended would be the newest again. That of a removed service is remembered in the document.
 * @param bytes UTF-8 JSON, at most 512 KiB; it is stored unchanged otherwise
 * @throws {BrokerError} (rejects)
 */
export async function putCatalog(
  connection: NatsConnection,
  bytes: Uint8Array,
  options: PutCatalogOptions = {},
): Promise<CatalogPut> {
  const checked = checkCatalog(bytes, options);
  if (checked.problems.length > 0) return { kind: "refused", problems: checked.problems };
  for (let attempt = 1; ; attempt += 1) {
    const before = await readCatalog(connection);
    const written = withGenerations(bytes, before.kind === "read" ? before.generations : new Map());
    const grown = parseCatalog(written);
    if (!grown.ok) return { kind: "refused", problems: [grown] }; // too large with what it has to remember
    // A generation that is raised between the reading and the writing must not be undone.
    const expectation = { revision: before.kind === "none" ? 0 : before.revision };
    const answer = await storeOver(connection, CATALOG_SUBJECT, written, expectation, REQUEST_TIMEOUT_MS);
    if (!isOutrun(answer) || attempt === MOST_ATTEMPTS) {
      const revision = storedRevision(CATALOG_SUBJECT, answer);
      return { kind: "stored", catalog: checked.catalog, revision };
    }
    await sleep(AGAIN_MS);
  }
}

/** The valid services of a document, and every problem in it. Pure. */
export function checkCatalog(
  bytes: Uint8Array,
  { allowedOrigins = [] }: PutCatalogOptions = {},
): { readonly catalog: Catalog; readonly problems: readonly CatalogProblem[] } {
  const parsed = parseCatalog(bytes);
  if (!parsed.ok) return { catalog: [], problems: [parsed] };
  const { catalog, refused } = parsed.value;
  const links = catalog.flatMap(({ id, url }): CatalogProblem[] => {
    if (url === undefined) return [];
    const link = checkLink(url, allowedOrigins);
    return link.ok ? [] : [{ ...link, detail: `"url" of ${id}: ${link.detail}` }];
  });
  return { catalog, problems: [...refused, ...links, ...badCharacters(bytes)] };
}

/** The texts with a character that the apps would replace. */
function badCharacters(bytes: Uint8Array): CatalogProblem[] {
  const document = parseDocument(bytes, MAX_CATALOG_BYTES);
  const services = document.ok ? document.value["services"] : undefined;
  if (!Array.isArray(services)) return [];
  return services.flatMap((service: unknown, index) =>
    textsOf(service).flatMap(([field, text]): CatalogProblem[] => {
      const found = forbiddenCharacter(text, field === "id" || field === "url" ? "id" : "name");
      return found === undefined
        ? []
        : [refuse("bad-character", `services[${index}]: "${field}" has ${found}`)];
    }),
  );
}

function textsOf(service: unknown): (readonly [field: string, text: string])[] {
  const texts: (readonly [string, unknown])[] = [
    ["id", member(service, "id")],
    ...["name", "system"].flatMap((field) =>
      LANGUAGES.map(
        (language) => [`${field}.${language}`, member(member(service, field), language)] as const,
      ),
    ),
    ["url", member(service, "url")],
  ];
  return texts.filter((each): each is [string, string] => typeof each[1] === "string");
}

function member(value: unknown, name: string): unknown {
  const has = typeof value === "object" && value !== null && Object.hasOwn(value, name);
  return has ? (value as Record<string, unknown>)[name] : undefined;
}

/** The result of {@link readCatalog}. `revision` is the stream sequence. */
export type CatalogRead =
  | { readonly kind: "none" }
  | {
      readonly kind: "read";
      readonly catalog: Catalog;
      /** Services that the apps leave out. */
      readonly problems: readonly CatalogProblem[];
      /** Also of removed services. */
      readonly generations: ReadonlyMap<string, number>;
      readonly revision: number;
    }
  /** The retained message is not a catalog. */
  | { readonly kind: "unreadable"; readonly problem: CatalogProblem; readonly revision: number };

/** Reads the retained catalog as the app does. @throws {BrokerError} (rejects) */
export async function readCatalog(connection: NatsConnection): Promise<CatalogRead> {
  const message = await directGet(connection, CATALOG_STREAM, CATALOG_SUBJECT);
  if (message === undefined) return { kind: "none" };
  const { revision, data } = message;
  const parsed = parseCatalog(data);
  if (!parsed.ok) return { kind: "unreadable", problem: parsed, revision };
  const { catalog, refused, generations } = parsed.value;
  return { kind: "read", catalog, problems: refused, generations, revision };
}

/**
 * The document with no generation below those of before, and with those of services that it does not list. The same
 * bytes when nothing has to be changed.
 */
function withGenerations(bytes: Uint8Array, before: ReadonlyMap<string, number>): Uint8Array {
  const document = parseDocument(bytes, MAX_CATALOG_BYTES);
  const parsed = parseCatalog(bytes);
  const services = document.ok ? document.value["services"] : undefined;
  if (!document.ok || !parsed.ok || !Array.isArray(services)) return bytes;
  const { generations } = parsed.value;
  const left = new Map(generations);
  for (const [id, least] of before) left.set(id, Math.max(least, left.get(id) ?? 0));
  const held = services.map((service: Readonly<Record<string, unknown>>) => {
    const id = canonicalId(service["id"]);
    const least = (id.ok && left.get(id.value)) || 0;
    if (id.ok) left.delete(id.value);
    return Number(service["generation"] ?? 0) >= least ? service : { ...service, generation: least };
  });
  const isKnown = [...before].every(([id, least]) => (generations.get(id) ?? 0) >= least);
  if (isKnown && held.every((service, index) => service === services[index])) return bytes;
  const removed = left.size === 0 ? undefined : Object.fromEntries(left);
  return new TextEncoder().encode(
    JSON.stringify({ ...document.value, services: held, generations: removed }),
  );
}

/** The result of {@link restartService}. */
export type ServiceRestarted =
  | { readonly kind: "restarted"; readonly id: string; readonly generation: number }
  | { readonly kind: "unknown-service"; readonly services: readonly string[] }
  | { readonly kind: "highest-generation"; readonly id: string }
  /** There is no catalog, or it cannot be read. */
  | { readonly kind: "no-catalog" };

/**
 * Raises the generation of a service: what is kept from then on is newer than everything before, in every app, also in
 * one that was off. Counts of before are shown as not sure until the service speaks again.
 * @param service an id
 * @throws {BrokerError} (rejects); `broker-refused` when another administrator wrote the catalog at the same time
 */
export async function restartService(connection: NatsConnection, service: string): Promise<ServiceRestarted> {
  const message = await directGet(connection, CATALOG_STREAM, CATALOG_SUBJECT);
  const parsed = message === undefined ? undefined : parseCatalog(message.data);
  if (message === undefined || parsed?.ok !== true) return { kind: "no-catalog" };
  const { catalog, generations } = parsed.value;
  const id = canonicalId(service);
  const found = id.ok ? catalog.find((each) => each.id === id.value) : undefined;
  if (found === undefined) return { kind: "unknown-service", services: catalog.map((each) => each.id) };
  const generation = (generations.get(found.id) ?? 0) + 1;
  if (generation > MAX_GENERATION) return { kind: "highest-generation", id: found.id };
  const raised = withGenerations(message.data, new Map([[found.id, generation]]));
  const expectation = { revision: message.revision };
  const answer = await storeOver(connection, CATALOG_SUBJECT, raised, expectation, REQUEST_TIMEOUT_MS);
  storedRevision(CATALOG_SUBJECT, answer);
  return { kind: "restarted", id: found.id, generation };
}
