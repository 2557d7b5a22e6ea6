import { defined } from "./defined.ts";
import { type DocumentRefusal, parseDocument } from "./document.ts";
import { isWholeNumber, MAX_GENERATION } from "./event-fields.ts";
import { accept, type Refusal, type Result, refuse } from "./result.ts";
import { canonicalId } from "./subject.ts";
import { oneLine, visibleLine } from "./text.ts";

/** Maximum size of the catalog document, in bytes: about 500 bytes for each of {@link MAX_SERVICES}. */
export const MAX_CATALOG_BYTES = 512 * 1024;
export const MAX_SERVICES = 1000;
/** Lengths in UTF-16 code units. */
const MAX_NAME_LENGTH = 80;
const MAX_URL_LENGTH = 2048;

/** The languages of the product. A missing name falls back in this order. */
export const LANGUAGES = ["ko", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How a service is told: at once, at fixed times of the day, only when a deadline is near, or not at all. */
export const DELIVERIES = ["now", "batched", "urgent", "off"] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** How services are told unless the person chooses, by canonical id. */
export type Presets = ReadonlyMap<string, Delivery>;

/** A name in one or both languages. */
export type Name = Readonly<Partial<Record<Language, string>>>;

/** One service of the catalog. */
export interface Service {
  /** Canonical id. */
  readonly id: string;
  readonly name: Name;
  /** The approval page as the administrator wrote it. `checkLink` decides whether it may open. */
  readonly url?: string;
  /** The name of the owning system. */
  readonly system?: Name;
  /** Raised to begin a service's order anew, 0 … {@link MAX_GENERATION}; default 0. */
  readonly generation?: number;
  /** How it is told unless the person chooses; default `now`. */
  readonly delivery?: Delivery;
  /** The page on which the person names a deputy, as written. `checkLink` decides whether it may open. */
  readonly delegateUrl?: string;
  /** Lower comes first. Services without `order` follow in the catalog's order. */
  readonly order?: number;
}

/** The administrator's list of services, in the order in which they are shown. */
export type Catalog = readonly Service[];

/** Why a whole catalog is refused. */
export type CatalogRefusal = DocumentRefusal | "no-services" | "too-many-services";
/** Why one entry of a catalog is left out. */
export type ServiceRefusal =
  | "bad-service"
  | "bad-id"
  | "double-id"
  | "bad-name"
  | "bad-url"
  | "bad-order"
  | "bad-generation"
  | "bad-delivery";

/** A readable catalog, without its bad entries. */
export interface ParsedCatalog {
  readonly catalog: Catalog;
  /** The entries that were left out. `detail` names the position, such as `services[3]`. */
  readonly refused: readonly Refusal<ServiceRefusal>[];
  /**
   * The generation of every service that has one, by id: of those in the catalog, and of those that were removed. The
   * document remembers the latter in `generations`, so that a service that returns is not older than before.
   */
  readonly generations: ReadonlyMap<string, number>;
}

/**
 * Reads the catalog. An unreadable document is refused as a whole. A bad service is left out with
 * its reason, and the other services stay.
 * @param payload UTF-8 JSON, at most {@link MAX_CATALOG_BYTES} bytes
 */
export function parseCatalog(payload: Uint8Array): Result<ParsedCatalog, CatalogRefusal> {
  const document = parseDocument(payload, MAX_CATALOG_BYTES);
  if (!document.ok) return document;
  const entries = Object.hasOwn(document.value, "services") ? document.value["services"] : undefined;
  if (!Array.isArray(entries)) return refuse("no-services", '"services" must be a list');
  if (entries.length > MAX_SERVICES) {
    return refuse("too-many-services", `${entries.length} services, at most ${MAX_SERVICES}`);
  }
  const services = new Map<string, Service>();
  const generations = removedGenerations(document.value);
  const refused: Refusal<ServiceRefusal>[] = [];
  entries.forEach((entry: unknown, index) => {
    const service = readService(entry);
    const where = `services[${index}]`;
    if (!service.ok) refused.push(refuse(service.reason, `${where}: ${service.detail}`));
    else if (services.has(service.value.id))
      refused.push(refuse("double-id", `${where}: ${service.value.id} again`));
    else services.set(service.value.id, service.value);
  });
  for (const { id, generation = 0 } of services.values()) {
    if (generation > 0) generations.set(id, Math.max(generation, generations.get(id) ?? 0));
  }
  const order = (service: Service): number => service.order ?? Number.POSITIVE_INFINITY;
  const catalog = [...services.values()].sort((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
  return accept({ catalog, refused, generations });
}

/** The name in this language, else in any language, else the id. Cleaned, because an id may hold any character. */
export function nameIn(language: Language, service: Pick<Service, "id" | "name">): string {
  const { id, name } = service;
  return visibleLine(name[language] ?? LANGUAGES.map((other) => name[other]).find(Boolean) ?? id);
}

/** The name of a service, or its id when the catalog does not list it. */
export function nameOf(language: Language, catalog: Catalog, id: string): string {
  return nameIn(language, catalog.find((service) => service.id === id) ?? { id, name: {} });
}

/** The generations of removed services. An unreadable one is left out. */
function removedGenerations(document: Readonly<Record<string, unknown>>): Map<string, number> {
  const said = Object.hasOwn(document, "generations") ? document["generations"] : undefined;
  const read = new Map<string, number>();
  for (const [id, generation] of Object.entries(said ?? {})) {
    const canonical = canonicalId(id);
    if (canonical.ok && isGeneration(generation)) read.set(canonical.value, generation);
  }
  return read;
}

function readService(entry: unknown): Result<Service, ServiceRefusal> {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    return refuse("bad-service", "a service must be a JSON object");
  }
  const fields = entry as Record<string, unknown>;
  const own = (name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

  const id = canonicalId(own("id"));
  if (!id.ok) return id;
  const name = readName(own("name"));
  if (name === undefined) return refuse("bad-name", `"name" of ${id.value} must be {"ko": …, "en": …}`);
  const system = own("system") === undefined ? undefined : readName(own("system"));
  if (system === undefined && own("system") !== undefined) {
    return refuse("bad-name", `"system" of ${id.value} must be {"ko": …, "en": …}`);
  }
  const url = own("url");
  if (!isLinkText(url)) return refuse("bad-url", notALink("url", id.value));
  const delegateUrl = own("delegateUrl");
  if (!isLinkText(delegateUrl)) return refuse("bad-url", notALink("delegateUrl", id.value));
  const delivery = own("delivery");
  if (delivery !== undefined && !isDelivery(delivery)) {
    return refuse("bad-delivery", `"delivery" of ${id.value} must be one of ${DELIVERIES.join(", ")}`);
  }
  const order = own("order");
  if (order !== undefined && (typeof order !== "number" || !Number.isFinite(order))) {
    return refuse("bad-order", `"order" of ${id.value} must be a number`);
  }
  const generation = own("generation");
  if (generation !== undefined && !isGeneration(generation)) {
    return refuse(
      "bad-generation",
      `"generation" of ${id.value} must be a whole number from 0 to ${MAX_GENERATION}`,
    );
  }
  return accept({
    id: id.value,
    name,
    ...defined({ url, delegateUrl, delivery, system, order, generation }),
  });
}

/** Whether it may be written as a link, or is left out. */
function isLinkText(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === "string" && value.length <= MAX_URL_LENGTH);
}

function notALink(field: string, id: string): string {
  return `"${field}" of ${id} must be a string of at most ${MAX_URL_LENGTH} characters`;
}

function isDelivery(value: unknown): value is Delivery {
  return DELIVERIES.some((delivery) => delivery === value);
}

function isGeneration(value: unknown): value is number {
  return isWholeNumber(value) && value <= MAX_GENERATION;
}

function readName(value: unknown): Name | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const name: Partial<Record<Language, string>> = {};
  for (const language of LANGUAGES) {
    if (!Object.hasOwn(value, language)) continue;
    const text = (value as Record<string, unknown>)[language];
    if (typeof text !== "string") return undefined;
    const line = oneLine(text);
    if (line === "" || line.length > MAX_NAME_LENGTH) return undefined;
    name[language] = line;
  }
  return Object.keys(name).length > 0 ? name : undefined;
}
