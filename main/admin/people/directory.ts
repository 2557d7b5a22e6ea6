import { randomBytes } from "node:crypto";
import {
  type DirectoryHead,
  formatHead,
  formatParts,
  PEOPLE_PARTS,
  PEOPLE_SUBJECT,
  type Person,
  parseHead,
  parsePart,
  partSubject,
} from "../../contract/people.ts";
import { HR_RECORDS, type PeopleEvent, parsePeopleEvent } from "../../contract/people-event.ts";
import { PeopleView } from "../../contract/people-view.ts";
import { PEOPLE_STREAM } from "../../contract/streams.ts";
import { storedRevision } from "../../nats/api-answer.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { askJetStream, directGet, messagesOf, storeUnchanged } from "../../nats/jetstream.ts";
import { streamApi } from "../../nats/jetstream-api.ts";

const ANSWER_MS = 10_000;

/** The directory as it is on the broker. */
export interface StoredDirectory {
  /** Stream sequence of the head; 0 if there was never one. */
  readonly revision: number;
  /** With what HR's events have changed. Undefined without a directory: then anybody is taken. */
  readonly people: readonly Person[] | undefined;
  /** HR's newest event of each id, in the order in which they were kept. */
  readonly events: readonly PeopleEvent[];
  /** Stream sequence of the last of them; 0 without any. */
  readonly covers: number;
  /** Milliseconds since the Unix epoch. */
  readonly writtenAt: number | undefined;
}

/** @throws {BrokerError} (rejects); `broker-refused` if it cannot be read as a whole */
export async function readDirectory(connection: NatsConnection): Promise<StoredDirectory> {
  const found = await directGet(connection, PEOPLE_STREAM, PEOPLE_SUBJECT, ANSWER_MS);
  const kept = await readPeopleEvents(connection);
  const events = kept.map(({ event }) => event);
  const covers = kept.at(-1)?.revision ?? 0;
  if (found === undefined) return { revision: 0, people: undefined, events, covers, writtenAt: undefined };
  const { revision, data } = found;
  const head = parseHead(data);
  if (!head.ok) throw new BrokerError("broker-refused", PEOPLE_SUBJECT, head.detail);
  const { edition, parts, writtenAt } = head.value;
  if (parts === 0) return { revision, people: undefined, events, covers, writtenAt };
  const imported: Person[] = [];
  for (let part = 0; part < parts; part += 1) {
    const subject = partSubject(edition, part);
    const stored = await directGet(connection, PEOPLE_STREAM, subject, ANSWER_MS);
    const read = stored === undefined ? undefined : parsePart(stored.data);
    if (read?.ok !== true) throw new BrokerError("broker-refused", subject, read?.detail ?? "it is missing");
    imported.push(...read.value);
  }
  const view = new PeopleView(imported);
  for (const { event, revision: at } of kept) if (at > head.value.covers) view.apply(event);
  return { revision, people: view.people, events, covers, writtenAt };
}

interface KeptEvent {
  readonly event: PeopleEvent;
  readonly revision: number;
}

/** HR's newest event of each id. @throws {BrokerError} (rejects) */
async function readPeopleEvents(connection: NatsConnection): Promise<readonly KeptEvent[]> {
  const kept: KeptEvent[] = [];
  for await (const { data, revision } of messagesOf(connection, PEOPLE_STREAM, HR_RECORDS, ANSWER_MS)) {
    const event = parsePeopleEvent(data);
    if (event.ok) kept.push({ event: event.value, revision });
  }
  return kept;
}

export interface NewDirectory {
  /** Undefined: there is no directory from then on. */
  readonly people: readonly Person[] | undefined;
  /** The head that was read before; another one means that another administrator wrote meanwhile. */
  readonly revision: number;
  /** HR's events up to this stream sequence are known to whoever writes it; later ones change it. */
  readonly covers: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * Writes a directory. Its parts come first and its head last, so an interrupted writing changes nothing: what is left of
 * it is removed by the next one.
 * @throws {BrokerError} (rejects); `broker-refused` if another administrator wrote at the same time
 */
export async function writeDirectory(
  connection: NatsConnection,
  { people, revision, covers, now }: NewDirectory,
): Promise<void> {
  const edition = randomBytes(8).toString("hex");
  const parts = people === undefined ? [] : formatParts(people);
  // Of the directory before, and of one whose writing was interrupted. A later one's are not among them.
  const old = await editionsOf(connection);
  for (const [part, payload] of parts.entries()) {
    const subject = partSubject(edition, part);
    storedRevision(subject, await askJetStream(connection, subject, payload, { timeoutMs: ANSWER_MS }));
  }
  const head: DirectoryHead = {
    ...{ edition, parts: parts.length, people: people?.length ?? 0 },
    ...{ writtenAt: now, covers },
  };
  await storeUnchanged(connection, PEOPLE_SUBJECT, formatHead(head), revision, ANSWER_MS);
  for (const each of old) {
    const filter = JSON.stringify({ filter: `people.part.${each}.*` });
    const options = { timeoutMs: ANSWER_MS };
    // If this fails, the next writing removes them.
    await askJetStream(connection, streamApi(PEOPLE_STREAM).purge, filter, options).catch(() => undefined);
  }
}

/** The editions of which there are parts. @throws {BrokerError} (rejects) */
async function editionsOf(connection: NatsConnection): Promise<ReadonlySet<string>> {
  const request = JSON.stringify({ subjects_filter: PEOPLE_PARTS });
  const subject = streamApi(PEOPLE_STREAM).info;
  const answer = await askJetStream(connection, subject, request, { timeoutMs: ANSWER_MS });
  if (!answer.ok) throw new BrokerError("broker-refused", subject, answer.error.description ?? "");
  const { subjects } = answer.fields["state"] as { readonly subjects?: Readonly<Record<string, number>> };
  return new Set(Object.keys(subjects ?? {}).map((part) => part.split(".")[2] ?? ""));
}
