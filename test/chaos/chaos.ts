import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "nats";
import { putCatalog } from "../../main/admin/catalog.ts";
import type { Holder } from "../../main/admin/kit/users.ts";
import { defined } from "../../main/contract/defined.ts";
import { STREAMS } from "../../main/contract/streams.ts";
import { natsDial } from "../../main/desktop/broker/nats-transport.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { askJetStream } from "../../main/nats/jetstream.ts";
import { type Cluster, type Node, type Place, startCluster } from "./cluster.ts";
import { Company, type Job, SERVICES, USERS } from "./company.ts";
import { Person } from "./person.ts";
import { type Randomness, randomness } from "./randomness.ts";
import { Writers } from "./writers.ts";

/** Bounds a wait that would never end; under the five minutes after which an app reads everything again anyway. */
const PATIENCE = 90_000;
/** What the README promises: within a minute an app is not sure any more of what is not so. Milliseconds. */
const SURE_OF_OLDER = 60_000;
const INSPECT_EVERY = 50;
/** After this time an operator looks at a node that came back empty; milliseconds. */
const OPERATOR_AFTER = 30_000;
/** A wait that is this long is told of, so that the record of a run says where its time went; milliseconds. */
const LONG = 20_000;
const ADMINISTRATOR: Holder = { role: "administrator", id: "administrator" };
const HOLDERS: readonly Holder[] = [
  ...USERS.map((id) => ({ role: "app" as const, id })),
  ...SERVICES.map((id) => ({ role: "writer" as const, id })),
];

export interface ChaosOptions {
  readonly seed: number;
  /** Milliseconds; the app's own when left out. */
  readonly pingInterval?: number;
  readonly places?: readonly Place[];
  /** How many times faster the apps' long waits pass. */
  readonly hurry?: number;
}

interface Copy {
  readonly name: string;
  readonly current: boolean;
  readonly offline?: boolean;
  readonly lag?: number;
}

/** A cluster, services that write and people who follow; faults are up to the caller. */
export class Chaos {
  readonly chance: Randomness;
  readonly company: Company;
  readonly cluster: Cluster;
  readonly writers: Writers;
  /** One app per node that knows only that node. */
  readonly bound: readonly Person[];
  /** Apps that know every node, one per user and at first one per node. */
  readonly roaming: readonly Person[];
  /** Makes another app that knows every node; its owner stops it. */
  readonly newcomer: (user: string, at: number) => Person;
  readonly #folder: string;
  readonly #administrator: NatsConnection;
  readonly #watch: NodeJS.Timeout;

  private constructor(made: {
    chance: Randomness;
    company: Company;
    cluster: Cluster;
    writers: Writers;
    bound: readonly Person[];
    roaming: readonly Person[];
    newcomer: (user: string, at: number) => Person;
    folder: string;
    administrator: NatsConnection;
  }) {
    this.chance = made.chance;
    this.company = made.company;
    this.cluster = made.cluster;
    this.writers = made.writers;
    this.bound = made.bound;
    this.roaming = made.roaming;
    this.newcomer = made.newcomer;
    this.#folder = made.folder;
    this.#administrator = made.administrator;
    this.#watch = setInterval(() => {
      for (const person of this.people) person.inspect();
    }, INSPECT_EVERY);
  }

  static async start({ seed, pingInterval, places, hurry = 1 }: ChaosOptions): Promise<Chaos> {
    console.log(`chaos: CHAOS_SEED=${seed}`);
    const folder = await mkdtemp(join(tmpdir(), "alrimi-chaos-"));
    const chance = randomness(seed);
    const company = new Company(chance);
    const cluster = await startCluster(folder, HOLDERS, defined({ places }));
    const administrator = await connectBroker(cluster.loginOf(ADMINISTRATOR));
    const services = SERVICES.map((id) => ({ id, name: { en: id } }));
    await putCatalog(administrator, new TextEncoder().encode(JSON.stringify({ services })));
    const writers = await Writers.connect(cluster, company);
    const dial = natsDial(defined({ pingInterval }));
    const base = { cluster, dial, company, chance, hurry };
    const bound = cluster.nodes.map(
      ({ name }, only) =>
        new Person({ ...base, user: USERS[only % USERS.length] ?? "", name: `at ${name}`, only }),
    );
    const newcomer = (user: string, at: number): Person =>
      new Person({ ...base, user, name: `of ${user}`, at });
    const roaming = USERS.map(newcomer);
    const chaos = new Chaos({
      ...{ chance, company, cluster, writers, bound, roaming, newcomer, folder, administrator },
    });
    const { done } = await chaos.publishing(1);
    await chaos.settled(done);
    await chaos.everybodyRight();
    return chaos;
  }

  get people(): readonly Person[] {
    return [...this.bound, ...this.roaming];
  }

  /** Starts to publish, and waits until some of it is settled, so that what is done next hits writers at work. */
  async publishing(each: number): Promise<{ readonly jobs: number; readonly done: Promise<void> }> {
    const jobs: readonly (readonly Job[])[] = this.company.events(each);
    const total = jobs.reduce((sum, { length }) => sum + length, 0);
    const before = this.writers.settled;
    const done = this.writers.publish(jobs);
    await this.until(`a quarter of ${total} events`, () => this.writers.settled >= before + total / 4);
    return { jobs: total, done };
  }

  /**
   * When all is repaired and said: everybody is sure of the newest, and so is the broker.
   * @param patience milliseconds for each wait
   */
  async everybodyRight(patience = PATIENCE): Promise<void> {
    await this.healthy(patience);
    await this.settled(this.writers.sayNewest(), patience);
    await this.until(
      () =>
        `everybody right. ${this.people
          .filter((it) => !it.isRight)
          .map((it) => it.missing)
          .join(" | ")}`,
      () => this.people.every(({ isRight }) => isRight),
      patience,
    );
  }

  /**
   * The same after a node came back empty, with what build/broker/OPERATIONS.md tells an operator to do: of nats-server 2.9.10 about one
   * in fifteen does not serve the apps' account then, or never gets its copies, until it is started once more.
   */
  async everybodyRightAround(emptied: Node): Promise<void> {
    try {
      await this.everybodyRight(OPERATOR_AFTER);
    } catch (error) {
      console.log(`chaos: ${emptied.name} is started once more: ${(error as Error).message}`);
      await emptied.restart();
      await this.everybodyRight();
    }
  }

  /** Until every copy of both streams is where its leader is: only then may the next node fail. */
  async healthy(patience = PATIENCE): Promise<void> {
    const copies = new Map<string, readonly Copy[] | undefined>();
    await this.until(
      () => `every copy current: ${JSON.stringify([...copies])}`,
      async () => {
        for (const { name } of STREAMS) copies.set(name, await this.#copies(name));
        return [...copies.values()].every(areCurrent);
      },
      patience,
    );
  }

  /** Whether somebody leads every stream. */
  async hasLeader(): Promise<boolean> {
    for (const { name } of STREAMS) if ((await this.#copies(name)) === undefined) return false;
    return true;
  }

  /** What the leader says of the other copies; undefined when there is none. */
  async #copies(stream: string): Promise<readonly Copy[] | undefined> {
    try {
      const answer = await askJetStream(this.#administrator, `$JS.API.STREAM.INFO.${stream}`, "");
      if (!answer.ok) return undefined;
      const cluster = answer.fields["cluster"] as { leader?: string; replicas?: readonly Copy[] };
      return cluster.leader === undefined ? undefined : (cluster.replicas ?? []);
    } catch {
      return undefined;
    }
  }

  /** @returns milliseconds that it took */
  async until(
    what: string | (() => string),
    condition: () => boolean | Promise<boolean>,
    patience = PATIENCE,
  ): Promise<number> {
    const start = performance.now();
    const passed = (): number => performance.now() - start;
    const words = (): string => (typeof what === "string" ? what : what());
    let tellAfter = Math.min(LONG, patience);
    while (!(await condition())) {
      if (passed() > patience) throw new Error(`not within ${patience} ms: ${words()}`);
      if (passed() > tellAfter) {
        console.log(`chaos: after ${tellAfter} ms still not: ${words()}`);
        tellAfter += LONG;
      }
      await sleep(10);
    }
    return passed();
  }

  /**
   * Until the writers are done: they try an event until it is settled, and would go on for ever.
   * @param patience milliseconds
   */
  async settled(writing: Promise<void>, patience = PATIENCE): Promise<void> {
    let isDone = false;
    const done = writing.finally(() => {
      isDone = true;
    });
    await this.until(
      () => `every event settled; writers were told: ${this.writers.told}`,
      () => isDone,
      patience,
    );
    await done;
  }

  /** @param time milliseconds for which it must not happen */
  async never(what: string, condition: () => boolean, time: number): Promise<void> {
    for (const end = performance.now() + time; performance.now() < end; await sleep(10)) {
      if (condition()) throw new Error(what);
    }
  }

  /**
   * Until an app that is right now has been in doubt, and is sure again. Called before that is done which makes it so.
   * @returns milliseconds until each
   */
  async recovery(app: Person): Promise<{ readonly doubted: number; readonly sure: number }> {
    const { doubts } = app;
    const doubted = await this.until(
      () => `${app.name} in doubt`,
      () => app.doubts > doubts,
    );
    const sure = await this.until(
      () => app.missing,
      () => app.state === "fresh" && app.isFresh,
    );
    return { doubted: Math.round(doubted), sure: Math.round(doubted + sure) };
  }

  /** Everything that must never be seen, of everybody. */
  get violations(): readonly string[] {
    const fooled = this.people
      .filter(({ longestBehind }) => longestBehind > SURE_OF_OLDER)
      .map(({ name, longestBehind }) => `${name} was sure of something older for ${longestBehind} ms`);
    return [...this.people.flatMap(({ violations }) => violations), ...fooled, ...this.writers.wrong];
  }

  report(): void {
    const worst = (people: readonly Person[]): number =>
      Math.round(Math.max(...people.map(({ longestBehind }) => longestBehind)));
    console.log(
      `chaos: ${this.writers.settled} events settled; sure of something older: who knows all servers for at most ` +
        `${worst(this.roaming)} ms, who knows one for ${worst(this.bound)} ms; ` +
        `writers were told: ${this.writers.told}; compare-and-set outdone: ${this.writers.outdone}`,
    );
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch);
    await Promise.all(this.people.map((person) => person.stop()));
    await this.writers.stop();
    await this.#administrator.close();
    await this.cluster.stop();
    if (process.env["CHAOS_KEEP"] === undefined) await rm(this.#folder, { recursive: true, force: true });
    else console.log(`chaos: kept ${this.#folder}`);
  }
}

/** Whether both other copies are where their leader is. */
function areCurrent(copies: readonly Copy[] = []): boolean {
  return (
    copies.length === 2 &&
    copies.every(({ current, offline, lag }) => current && offline !== true && (lag ?? 0) === 0)
  );
}
