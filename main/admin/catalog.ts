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
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { directGet, REQUEST_TIMEOUT_MS, storeOver } from "../nats/jetstream.ts";
import { type ApiError, isApiError } from "../nats/jetstream-api.ts";

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
 * one the counts that it mended would be the newest again.
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
    const written = withGenerations(bytes, before.kind === "read" ? before.catalog : []);
    // A generation that is raised between the reading and the writing must not be undone.
    const expectation = { revision: before.kind === "none" ? 0 : before.revision };
    const answer = await storeOver(connection, CATALOG_SUBJECT, written, expectation, REQUEST_TIMEOUT_MS);
    if (answer.ok)
      return { kind: "stored", catalog: checked.catalog, revision: Number(answer.fields["seq"]) };
    if (!isApiError(answer.error, "outrun") || attempt === MOST_ATTEMPTS) throw refusal(answer.error);
    await sleep(AGAIN_MS);
  }
}

function refusal({ description = "" }: ApiError): BrokerError {
  return new BrokerError("broker-refused", CATALOG_SUBJECT, description);
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
  return parsed.ok
    ? { kind: "read", catalog: parsed.value.catalog, problems: parsed.value.refused, revision }
    : { kind: "unreadable", problem: parsed, revision };
}

/** The document with no generation below that of the catalog before. The same bytes when none is. */
function withGenerations(bytes: Uint8Array, before: Catalog): Uint8Array {
  const raised = new Map(before.map(({ id, generation = 0 }) => [id, generation]));
  const document = parseDocument(bytes, MAX_CATALOG_BYTES);
  const services = document.ok ? document.value["services"] : undefined;
  if (!document.ok || !Array.isArray(services)) return bytes;
  let isSame = true;
  const held = services.map((service: Readonly<Record<string, unknown>>) => {
    const id = canonicalId(service["id"]);
    const least = (id.ok && raised.get(id.value)) || 0;
    if (Number(service["generation"] ?? 0) >= least) return service;
    isSame = false;
    return { ...service, generation: least };
  });
  return isSame ? bytes : new TextEncoder().encode(JSON.stringify({ ...document.value, services: held }));
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
  const { catalog } = parsed.value;
  const id = canonicalId(service);
  const found = id.ok ? catalog.find((each) => each.id === id.value) : undefined;
  if (found === undefined) return { kind: "unknown-service", services: catalog.map((each) => each.id) };
  const generation = (found.generation ?? 0) + 1;
  if (generation > MAX_GENERATION) return { kind: "highest-generation", id: found.id };
  const raised = withGenerations(message.data, [{ ...found, generation }]);
  const expectation = { revision: message.revision };
  const answer = await storeOver(connection, CATALOG_SUBJECT, raised, expectation, REQUEST_TIMEOUT_MS);
  if (answer.ok) return { kind: "restarted", id: found.id, generation };
  throw refusal(answer.error);
}
