import { setTimeout as sleep } from "node:timers/promises";
import { Answers } from "../../main/nats/answers.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { ADMINISTRATOR_INBOX, KEEPER_INBOX, writerInbox } from "../../main/nats/permissions.ts";
import { Brokers } from "./crowd/brokers.ts";
import { eventText, passwordOf, userId } from "./crowd/company.ts";
import { monotonic } from "./crowd/process-figures.ts";

export const SERVICE = "mail";
/** Fewer than events, so that the later ones replace earlier ones. */
const PEOPLE = 4_000;
/** Publishes that are under way at the same time. */
const IN_FLIGHT = 1_000;
const ANSWER_MS = 30_000;
const LOOK_MS = 10;

/** One server of the default version, whose streams are in files, and logins for all that is measured on it. */
export class Intake {
  readonly url: string;
  readonly #brokers: Brokers;
  readonly #connections: readonly NatsConnection[];
  readonly #administrator: NatsConnection;
  readonly #writer: Answers;
  readonly #keeper: Answers;
  #sequence = 0;

  private constructor(
    brokers: Brokers,
    url: string,
    connections: readonly [NatsConnection, NatsConnection, NatsConnection],
  ) {
    const [writer, keeper, administrator] = connections;
    this.url = url;
    this.#brokers = brokers;
    this.#connections = connections;
    this.#administrator = administrator;
    this.#writer = new Answers(writer, writerInbox(SERVICE));
    this.#keeper = new Answers(keeper, KEEPER_INBOX);
  }

  static async start(): Promise<Intake> {
    const brokers = await Brokers.start(1, 1);
    const [url = ""] = brokers.urls;
    const as = (username: string, inboxPrefix: string): Promise<NatsConnection> =>
      connectBroker({ servers: [url], username, password: passwordOf(username), inboxPrefix });
    const connections = await Promise.all([
      as(`writer-${SERVICE}`, writerInbox(SERVICE)),
      as("keeper", KEEPER_INBOX),
      as("admin", ADMINISTRATOR_INBOX),
    ]);
    return new Intake(brokers, url, connections);
  }

  /** The next events, as JSON texts. */
  texts(count: number): { readonly user: string; readonly text: string }[] {
    return Array.from({ length: count }, () => {
      this.#sequence += 1;
      const user = userId((this.#sequence * 7919) % PEOPLE);
      return { user, text: eventText(user, SERVICE, this.#sequence) };
    });
  }

  /**
   * A service that publishes to the intake as fast as it can; each event is acknowledged.
   * @returns how many a second
   */
  publish(count: number): Promise<number> {
    return this.#send(count, this.#writer, () => `intake.${SERVICE}`);
  }

  /**
   * The same without a keeper: straight to the stream that the apps read.
   * @returns how many a second
   */
  writeDirectly(count: number): Promise<number> {
    return this.#send(count, this.#keeper, (user) => `approvals.${user}.${SERVICE}`);
  }

  async #send(count: number, answers: Answers, subjectFor: (user: string) => string): Promise<number> {
    const from = monotonic();
    let left = count;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        for (const { user, text } of this.texts(1)) await answers.ask(subjectFor(user), text, ANSWER_MS);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    return (count * 1e3) / (monotonic() - from);
  }

  /** How many events no keeper has settled. */
  async waiting(): Promise<number> {
    const answer = await this.#administrator.request("$JS.API.STREAM.INFO.INTAKE", undefined, {
      timeout: 5_000,
    });
    return answer.json<{ state: { messages: number } }>().state.messages;
  }

  /** @param few resolves when fewer events wait */
  async untilFewerThan(few: number): Promise<void> {
    while ((await this.waiting()) >= few) await sleep(LOOK_MS);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close()));
    await this.#brokers.dispose();
  }
}
