import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type ApprovalEvent, parseEvent } from "../../../main/contract/event.ts";
import { directGet } from "../../../main/nats/jetstream.ts";
import { createOutbox, type OutboxOptions } from "../../../main/publisher/outbox/open-outbox.ts";
import type { Outbox } from "../../../main/publisher/outbox/outbox-types.ts";
import { type RealBroker, realBroker, SERVICE, until } from "../../nats/real-broker.ts";

/** No broker listens there. */
export const NOWHERE = { servers: ["nats://127.0.0.1:9"] };

/** A real broker for a test file, and for each test a new folder and a new person. */
export interface OutboxScene {
  readonly broker: RealBroker["broker"];
  readonly directory: string;
  readonly user: string;
  /** The service's login. */
  login(password?: string): { servers: string[]; username: string; password: string; timeoutMs: number };
  /** Opens an outbox, which is closed after the test. */
  open(options?: Partial<OutboxOptions>): Promise<Outbox>;
  /** The retained event of a person. */
  retainedOf(person: string): Promise<ApprovalEvent | undefined>;
  /** Waits until the retained event of a person has this count. */
  keeps(person: string, count: number): Promise<void>;
  /** The retained events of these people in their order. */
  retainedOfAll(people: readonly string[]): Promise<(ApprovalEvent | undefined)[]>;
}

/** Sets up a scene with the hooks of the calling test file. */
export function outboxScene(): OutboxScene {
  let real: RealBroker;
  let directory = "";
  let users = 0;
  const opened: Outbox[] = [];
  beforeAll(async () => {
    real = await realBroker();
  });
  afterAll(() => real.dispose());
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "alrimi-outbox-"));
    users += 1;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((outbox) => outbox.close()));
    await rm(directory, { recursive: true, force: true });
  });
  const login = (password = `${SERVICE}-password`) => ({
    servers: [real.broker.url],
    username: SERVICE,
    password,
    timeoutMs: 1000,
  });
  const retainedOfAll = async (people: readonly string[]): Promise<(ApprovalEvent | undefined)[]> => {
    const keeper = await real.asKeeper();
    try {
      return await Promise.all(
        people.map(async (person) => {
          const subject = `approvals.${person}.${SERVICE}`;
          const message = await directGet(keeper, "APPROVALS", subject);
          const event = message === undefined ? undefined : parseEvent(subject, message.data);
          return event?.ok ? event.value : undefined;
        }),
      );
    } finally {
      await keeper.close();
    }
  };
  return {
    get broker() {
      return real.broker;
    },
    get directory() {
      return directory;
    },
    get user() {
      return `user-${users}`;
    },
    login,
    async open(options = {}) {
      const outbox = await createOutbox({
        directory,
        service: SERVICE,
        broker: login(),
        requestTimeoutMs: 500,
        ...options,
      });
      opened.push(outbox);
      return outbox;
    },
    retainedOf: async (person) => (await retainedOfAll([person]))[0],
    keeps: (person, count) => until(async () => (await retainedOfAll([person]))[0]?.count === count),
    retainedOfAll,
  };
}
