import { setTimeout as sleep } from "node:timers/promises";
import {
  type DirectoryHead,
  PEOPLE_SUBJECT,
  type Person,
  parseHead,
  parsePart,
  partSubject,
} from "../../contract/people.ts";
import { HR_RECORDS, parsePeopleEvent } from "../../contract/people-event.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { PEOPLE_STREAM } from "../../contract/streams.ts";
import { type Answers, newestOf, nextOf } from "../../nats/answers.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { Follower } from "../follower.ts";
import { Directory } from "./directory.ts";

const ANSWER_MS = 4_000;
/** Milliseconds until the first reading is tried again. */
const AGAIN_MS = 1_000;
/** Nearest ids that are looked for in a second. Each takes 2.5 ms in a directory of 100,000 people. */
const MOST_SEARCHES = 10;
const SECOND = 1_000;

/** Why an event has no person: the directory does not know its user. */
export type UserUnknown = "user-unknown";

export interface PeoplePorts {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/**
 * Whose counts are taken, by the people directory of the broker. What was read last is used while the broker is away.
 */
export class People {
  readonly #ports: PeoplePorts;
  #isRead = false;
  readonly #firstRead: Promise<void>;
  #tellRead: () => void = () => {};
  /** Undefined without one: then anybody is taken. */
  #directory: Directory | undefined;
  /** Stream sequence up to which HR's events are in it. */
  #covers = 0;
  #follower: Follower | undefined;
  #searches = { since: Number.NEGATIVE_INFINITY, count: 0 };
  #lastTrouble = "";
  /** The size that the log says; undefined without a directory. */
  #loggedSize: number | undefined;

  constructor(ports: PeoplePorts) {
    this.#ports = ports;
    this.#firstRead = new Promise((resolve) => {
      this.#tellRead = () => {
        this.#isRead = true;
        resolve();
      };
    });
  }

  /** Whether it is known if there is a directory, and who is in it. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Resolves when {@link isRead}. Without that a keeper would take anybody, and count aliases as other people. */
  whenRead(): Promise<void> {
    return this.#firstRead;
  }

  /** Canonical ids of everybody; empty without a directory. */
  get everybody(): readonly string[] {
    return this.#directory?.ids ?? [];
  }

  /** The person's id. The refusal may name another id: it is for the service that asks. @param user a canonical id */
  idOf(user: string): Result<string, UserUnknown> {
    if (this.#directory === undefined) return accept(user);
    const id = this.#directory.idOf(user);
    if (id !== undefined) return accept(id);
    const nearest = this.#maySearch() ? this.#directory.nearest(user) : undefined;
    const hint = nearest === undefined ? "" : `; the nearest id is ${JSON.stringify(nearest)}`;
    return refuse("user-unknown", `${JSON.stringify(user)} is not in the people directory${hint}`);
  }

  /** The directory; undefined without one. */
  get directory(): Directory | undefined {
    return this.#directory;
  }

  /** Reads the directory again, if there is a connection. @throws {BrokerError} (rejects) */
  async refresh(): Promise<void> {
    await this.#follower?.now().catch((cause: Error) => {
      throw new BrokerError("no-stream", PEOPLE_SUBJECT, cause.message, { cause });
    });
  }

  /** Follows the directory until the connection is closed. Never rejects. */
  async follow(connection: NatsConnection, answers: Answers): Promise<void> {
    let revision = 0;
    const read = async (): Promise<void> => {
      const head = await newestOf(answers, PEOPLE_STREAM, PEOPLE_SUBJECT, ANSWER_MS);
      // In a cluster a replica may be behind.
      const isNew = head !== undefined && head.revision > revision;
      if (isNew) {
        const { people, covers } = await readPeople(answers, head.data);
        const directory = people === undefined ? undefined : new Directory(people);
        // Before it is used, because a joiner would be unknown for a moment.
        const read = await applyEvents(answers, directory, covers);
        this.#take(directory, read);
        revision = head.revision;
      } else if (revision === 0) this.#take(undefined, 0);
      else this.#take(this.#directory, await applyEvents(answers, this.#directory, this.#covers));
      this.#lastTrouble = "";
    };
    const failed = (error: Error): void => {
      if (!connection.isClosed() && error.message !== this.#lastTrouble) {
        this.#lastTrouble = error.message;
        this.#ports.log(`people: the directory cannot be read: ${error.message}`);
      }
    };
    const follower = new Follower(connection, PEOPLE_SUBJECT, read, failed);
    const ofHr = new Follower(connection, HR_RECORDS, () => follower.now(), failed);
    this.#follower = follower;
    void connection.closed().then(() => {
      follower.stop();
      ofHr.stop();
    });
    for (let isRead = false; !isRead && !connection.isClosed(); ) {
      isRead = await follower.now().then(
        () => true,
        (error: Error) => {
          failed(error);
          return false;
        },
      );
      if (!isRead) await sleep(AGAIN_MS, undefined, { ref: false });
    }
  }

  #take(directory: Directory | undefined, covers: number): void {
    this.#directory = directory;
    this.#covers = covers;
    this.#tellRead();
    const size = directory?.size;
    if (size === this.#loggedSize) return;
    this.#loggedSize = size;
    const text = size === undefined ? "there is no directory, anybody is taken" : `${size} in the directory`;
    this.#ports.log(`people: ${text}`);
  }

  #maySearch(): boolean {
    const now = this.#ports.now();
    if (now - this.#searches.since > SECOND) this.#searches = { since: now, count: 0 };
    this.#searches.count += 1;
    return this.#searches.count <= MOST_SEARCHES;
  }
}

/**
 * Applies HR's events that were kept since. An import counts more than all before it.
 * @param covers stream sequence of the last event that is in the directory
 * @returns the same after it
 * @throws {BrokerError} (rejects)
 */
async function applyEvents(
  answers: Answers,
  directory: Directory | undefined,
  covers: number,
): Promise<number> {
  for (let covered = covers; directory !== undefined; ) {
    const next = await nextOf(answers, PEOPLE_STREAM, HR_RECORDS, covered + 1, ANSWER_MS);
    if (next === undefined) return covered;
    const event = parsePeopleEvent(next.data);
    if (event.ok) directory.apply(event.value);
    covered = next.revision;
  }
  return covers;
}

/** What was imported. @throws {Error} (rejects) if it cannot be read as a whole */
async function readPeople(
  answers: Answers,
  payload: Uint8Array,
): Promise<{ readonly people: readonly Person[] | undefined; readonly covers: number }> {
  const head = parseHead(payload);
  if (!head.ok) throw new Error(head.detail);
  const { parts, people, covers } = head.value;
  if (parts === 0) return { people: undefined, covers };
  const read = await Promise.all(
    Array.from({ length: parts }, (_, part) => readPart(answers, head.value, part)),
  );
  const all = read.flat();
  if (all.length !== people) throw new Error(`it has ${all.length} people instead of ${people}`);
  return { people: all, covers };
}

/** @throws {Error} (rejects) */
async function readPart(
  answers: Answers,
  { edition }: DirectoryHead,
  part: number,
): Promise<readonly Person[]> {
  const found = await newestOf(answers, PEOPLE_STREAM, partSubject(edition, part), ANSWER_MS);
  // The administrator has written another one meanwhile, or this replica is behind.
  if (found === undefined) throw new Error(`part ${part} is missing`);
  const people = parsePart(found.data);
  if (!people.ok) throw new Error(`part ${part}: ${people.detail}`);
  return people.value;
}
