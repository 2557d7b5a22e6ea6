import type { OlderReason, Verdict } from "../../contract/intake.ts";
import { MAX_ALIASES, MAX_PEOPLE } from "../../contract/people.ts";
import {
  comparePeopleEvents,
  formatPeopleEvent,
  hrRecordSubject,
  type PeopleConflict,
  type PeopleEvent,
  parsePeopleEvent,
} from "../../contract/people-event.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { PEOPLE_STREAM } from "../../contract/streams.ts";
import { type Answers, newestOf, storeBy } from "../../nats/answers.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { Delivered } from "../keeper/pull.ts";
import type { Settling } from "../keeper/settling.ts";
import type { Directory } from "./directory.ts";

const ANSWER_MS = 4_000;
/** Rounds of compare and set before an event waits, as in the keeper. */
const MOST_ROUNDS = 20;

export interface HrKeeperPorts {
  readonly answers: Answers;
  /** The directory; undefined without one. */
  readonly directory: () => Directory | undefined;
  /** Reads the directory again. @throws {BrokerError} (rejects) */
  readonly refresh: () => Promise<void>;
  /**
   * Withdraws what somebody who left has enrolled under these ids.
   * @param before only what is from before this moment; milliseconds since the Unix epoch
   * @throws {BrokerError} (rejects)
   */
  readonly withdraw: (ids: readonly string[], before?: number) => Promise<void>;
}

/**
 * Decides what HR's events change. Of each id the newest event is kept in the stream `PEOPLE`, by compare-and-set, and
 * every server applies it to the directory. One event at a time, because an event may depend on the one before.
 */
export class HrKeeper {
  readonly #ports: HrKeeperPorts;
  readonly #settling: Settling;
  #working: Promise<void> = Promise.resolve();

  constructor(ports: HrKeeperPorts, settling: Settling) {
    this.#ports = ports;
    this.#settling = settling;
  }

  receive(message: Delivered): void {
    this.#settling.received(message);
    this.#working = this.#working.then(() => this.#work(message));
  }

  /** Never rejects. */
  async #work(message: Delivered): Promise<void> {
    const said = parsePeopleEvent(message.data);
    if (!said.ok) return this.#settling.refuse(message, said.reason, said.detail);
    try {
      const judged = await this.#keep(said.value);
      if (judged.outcome === "refused") {
        return await this.#settling.refuse(message, judged.reason, judged.detail, said.value);
      }
      // Its owner has to look at it, so it is stored as well.
      const { reason } = judged;
      if (reason === "sequence-went-back") await this.#settling.store(message, reason, "");
      this.#settling.settle(message, judged, said.value);
    } catch (error) {
      await this.#settling.fail(message, error);
    }
  }

  /** @throws {BrokerError} (rejects) */
  async #keep(said: PeopleEvent): Promise<Verdict> {
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      const first = await this.#kept(said.user);
      const late = judge(said, first.event);
      // One that is kept already may have been interrupted before the new id had it.
      const isDuplicate = late?.outcome === "kept";
      const event =
        late === undefined ? await this.#withId(said) : ((isDuplicate ? first.event : undefined) ?? said);
      const own = event.user === said.user ? first : await this.#kept(event.user);
      const verdict = late ?? judge(event, own.event);
      const fitting = verdict === undefined ? fitted(event, this.#ports.directory()) : accept(event);
      if (!fitting.ok) return { outcome: "refused", reason: fitting.reason, detail: fitting.detail };
      // First: who is taken out and interrupted is still in the directory when the event comes again.
      await this.#withdraw(event, verdict);
      const stored = verdict === undefined ? await this.#store(own, fitting.value) : "nothing";
      if (stored === "outrun") continue;
      if (event.type !== "people.renamed") return verdict ?? { outcome: "kept" };
      const renamed = await this.#kept(event.to);
      const isOlder = judge(event, renamed.event) !== undefined;
      const other = isOlder ? "nothing" : await this.#store(renamed, fitting.value);
      if (other === "outrun") continue;
      // A late renaming says nothing new of the old id, and may do so of the new one.
      return verdict !== undefined && other === "nothing" ? verdict : { outcome: "kept" };
    }
    throw new BrokerError("timeout", "people.hr", `outrun ${MOST_ROUNDS} times`);
  }

  /** An id may be given to another person, or was so before this event came. @throws {BrokerError} (rejects) */
  async #withdraw({ type, user, occurredAt }: PeopleEvent, verdict: Verdict | undefined): Promise<void> {
    const directory = this.#ports.directory();
    if (type === "people.left" && verdict === undefined) {
      const { aliases = [] } = directory?.person(user) ?? {};
      const earlier = directory?.earlierIdsOf(user) ?? [];
      await this.#ports.withdraw([...new Set([user, ...aliases, ...earlier])]);
    } else if (type !== "people.joined" && verdict?.outcome === "older" && verdict.reason === "superseded")
      await this.#ports.withdraw([user], occurredAt);
  }

  /** @throws {BrokerError} (rejects) */
  async #store({ subject, revision }: Kept, event: PeopleEvent): Promise<"stored" | "outrun"> {
    const { answers, directory } = this.#ports;
    const stored = await storeBy(answers, subject, formatPeopleEvent(event), ANSWER_MS, revision);
    if (stored === undefined) return "outrun"; // another keeper was faster
    directory()?.apply(event);
    return "stored";
  }

  /** A leaver, or somebody with a new name, may be named by an alias: perhaps of an import that is not read yet. */
  async #withId(event: PeopleEvent): Promise<PeopleEvent> {
    if (event.type === "people.joined") return event;
    const { directory, refresh } = this.#ports;
    if (directory()?.idOf(event.user) === undefined) await refresh();
    return { ...event, user: directory()?.idOf(event.user) ?? event.user };
  }

  /** @throws {BrokerError} (rejects) */
  async #kept(id: string): Promise<Kept> {
    const subject = hrRecordSubject(id);
    if (!subject.ok) throw new Error(subject.detail);
    const newest = await newestOf(this.#ports.answers, PEOPLE_STREAM, subject.value, ANSWER_MS);
    const read = newest === undefined ? undefined : parsePeopleEvent(newest.data);
    return {
      subject: subject.value,
      revision: newest?.revision ?? 0,
      event: read?.ok === true ? read.value : undefined,
    };
  }
}

/** The newest event about an id. */
interface Kept {
  readonly subject: string;
  /** Stream sequence; 0 without one. */
  readonly revision: number;
  readonly event: PeopleEvent | undefined;
}

/** Compares an event with one that is kept. Undefined when it is newer. */
function judge(event: PeopleEvent, kept: PeopleEvent | undefined): Verdict | undefined {
  if (kept === undefined) return undefined;
  const age = comparePeopleEvents(event, kept);
  if (age > 0) return undefined;
  if (age === 0 && event.type === kept.type && event.occurredAt === kept.occurredAt) {
    return { outcome: "kept", reason: "duplicate" };
  }
  const reason: OlderReason = event.occurredAt > kept.occurredAt ? "sequence-went-back" : "superseded";
  return { outcome: "older", reason, newest: { epoch: kept.epoch, sequence: kept.sequence } };
}

/** The event as it is kept: with the aliases that stay. Refused if it takes another person's id or alias. */
function fitted(event: PeopleEvent, directory: Directory | undefined): Result<PeopleEvent, PeopleConflict> {
  if (event.type === "people.left" || directory === undefined) return accept(event);
  const { user } = event;
  const id = event.type === "people.joined" ? user : event.to;
  // Somebody who is there with the new id only was imported with it before.
  const person = directory.person(user) ?? directory.person(id);
  const isOthers = (name: string): boolean => ![undefined, person?.id, id].includes(directory.idOf(name));
  const holder = directory.idOf(id);
  if (holder !== undefined && holder !== person?.id) {
    return refuse("id-taken", `${JSON.stringify(id)} is ${JSON.stringify(holder)} already`);
  }
  const taken = event.aliases?.find(isOthers);
  if (taken !== undefined) {
    return refuse(
      "alias-taken",
      `${JSON.stringify(taken)} is ${JSON.stringify(directory.idOf(taken))} already`,
    );
  }
  if (person === undefined && directory.size >= MAX_PEOPLE) {
    return refuse("too-many-people", `there are ${MAX_PEOPLE} people already`);
  }
  const { aliases = person?.aliases ?? [] } = event;
  // An id leads no further once it is given to somebody else, so whoever stays has the earlier ones as aliases.
  const earlier = person === undefined ? [] : directory.earlierIdsOf(person.id);
  return accept({ ...event, aliases: [...new Set([...aliases, ...earlier])].slice(0, MAX_ALIASES) });
}
