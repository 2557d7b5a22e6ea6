import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { IS_LONG, times } from "../sample.ts";
import type { KeeperProcess } from "./keeper-process.ts";
import { type KeeperSite, keeperSite } from "./keeper-site.ts";
import { KeeperWatch } from "./keeper-watch.ts";
import { PlainPublishers, PUBLISHERS, SERVICES } from "./plain-publishers.ts";
import { type Randomness, randomness, seedOfRun } from "./randomness.ts";

/** Bounds a wait that would never end. Milliseconds. */
const PATIENCE = 90_000;
/** As many kills: of keepers on one server, of keepers and nodes in a cluster. */
const KILLS = Number(process.env["CHAOS_ROUNDS"] ?? times(2, 30));
/** Milliseconds between two messages of one lane of a publisher. */
const PAUSE = 60;
/** What was in work at a killed keeper is settled about five seconds later. The rest is for a slow machine. Milliseconds. */
const BACK_WITHIN = 12_000;

/** What the keepers said is told of a round that took longer. Milliseconds. */
const SLOW = 15_000;

/** What happens to the keeper that works, in turn. */
const FAULTS = ["kill", "freeze", "kill", "cut"] as const;
/** The same with faults of the broker. */
const BROKER_FAULTS = ["node", "kill", "both", "frozen node", "node", "cut"] as const;
type Fault = (typeof FAULTS)[number] | (typeof BROKER_FAULTS)[number];
const KILLING: readonly Fault[] = ["kill", "both", "node"];

let site: KeeperSite | undefined;
afterEach(async () => {
  await site?.stop();
  site = undefined;
});

test("keeper - one server, keepers killed, frozen and cut off in turn: the newest is kept, and every event is answered", async () => {
  site = await keeperSite(1);
  const run = await Run.start(site);
  await run.faults(FAULTS, KILLS);
  await run.endsRight();
  console.log(`chaos: settled again after each kill: ${run.back.map(Math.round).join(", ")} ms`);
  expect(Math.max(...run.back)).toBeLessThan(BACK_WITHIN);
  const { acknowledged } = run.publishers;
  for (const [intake, { job }] of acknowledged) {
    const isRefused = run.watch.outcomes.get(intake)?.outcome === "refused";
    expect(run.watch.outcomes.has(intake), `an outcome of ${intake}`).toBe(true);
    expect(isRefused, `whether ${intake} is refused`).toBe(job.place === undefined);
  }
});

test.skipIf(!IS_LONG)(
  "keeper - one server that is killed and frozen as well: nothing acknowledged is lost",
  async () => {
    site = await keeperSite(1);
    const run = await Run.start(site);
    await run.faults(BROKER_FAULTS, KILLS);
    await run.endsRight();
  },
);

test.skipIf(!IS_LONG)(
  "keeper - three nodes, nodes and keepers killed in turn: nothing acknowledged is lost",
  async () => {
    site = await keeperSite(3);
    const run = await Run.start(site);
    await run.faults(BROKER_FAULTS, KILLS);
    await run.endsRight();
  },
);

class Run {
  readonly publishers: PlainPublishers;
  readonly watch: KeeperWatch;
  /** After each kill of a keeper: until everything that was acknowledged before is settled. Milliseconds. */
  readonly back: number[] = [];
  readonly #site: KeeperSite;
  readonly #chance: Randomness;

  private constructor(at: KeeperSite, chance: Randomness, publishers: PlainPublishers, watch: KeeperWatch) {
    this.#site = at;
    this.#chance = chance;
    this.publishers = publishers;
    this.watch = watch;
  }

  static async start(at: KeeperSite): Promise<Run> {
    const seed = seedOfRun();
    console.log(`chaos: CHAOS_SEED=${seed}`);
    const chance = randomness(seed);
    const watch = await KeeperWatch.start(at);
    const connections = await Promise.all(
      Array.from({ length: PUBLISHERS }, (_, index) =>
        at.connectAs("writer", SERVICES[index % SERVICES.length] ?? ""),
      ),
    );
    return new Run(at, chance, new PlainPublishers(connections, chance, PAUSE), watch);
  }

  /** Faults in turn until so many were kills. */
  async faults(faults: readonly Fault[], kills: number): Promise<void> {
    for (let round = 0, killed = 0; killed < kills || round < faults.length; round += 1) {
      const fault = faults[round % faults.length] ?? "kill";
      if (KILLING.includes(fault)) killed += 1;
      const active = await this.#active();
      await sleep(300 * this.#chance.next());
      const from = performance.now();
      await this.#suffer(fault, active);
      if (fault === "kill" && faults === FAULTS) await this.#comeBack(from);
      if (performance.now() - from > SLOW) console.log(`chaos: slow: ${this.#said()}`);
      console.log(
        `chaos: round ${round + 1}: ${fault}; kept again after ${Math.round(performance.now() - from)} ms`,
      );
      expect([...this.watch.violations, ...this.#site.keepers.flatMap(({ crashes }) => crashes)]).toEqual([]);
    }
  }

  /** After the last event: everything is settled, and the broker holds the truth. */
  async endsRight(): Promise<void> {
    await this.publishers.end();
    await this.#until("the intake is empty", () => this.watch.isEmpty());
    expect(await this.watch.faults(this.publishers)).toEqual([]);
    expect(this.watch.violations).toEqual([]);
    for (const service of SERVICES) expect(this.publishers.malformed(service)).not.toEqual([]);
    console.log(`chaos: not acknowledged: ${JSON.stringify([...this.publishers.troubles])}`);
  }

  async #suffer(fault: Fault, active: KeeperProcess): Promise<void> {
    const { keepers, cables, nodes } = this.#site;
    const node = this.#chance.pick(nodes);
    const own = cables[keepers.indexOf(active)] ?? [];
    switch (fault) {
      case "kill":
        await active.kill();
        await this.#settling();
        return active.start();
      case "both":
        await Promise.all(keepers.map((keeper) => keeper.kill()));
        for (const keeper of keepers) keeper.start();
        return this.#settling();
      case "freeze":
        active.freeze();
        await this.#settling();
        active.thaw();
        return this.#until(`${active.name} noticed`, () => !active.isActive);
      case "cut":
        for (const cable of own) cable.cut();
        await this.#settling();
        for (const cable of own) cable.mend();
        return this.#until(`${active.name} noticed`, () => !active.isActive);
      case "node":
        await node.kill();
        await sleep(nodes.length === 1 ? 0 : 3_000);
        await node.restart();
        return this.#settling();
      case "frozen node":
        node.freeze();
        await sleep(6_000);
        node.thaw();
        return this.#settling();
    }
  }

  async #active(): Promise<KeeperProcess> {
    await this.#until("a keeper works", () => this.#site.keepers.some(({ isActive }) => isActive));
    const active = this.#site.keepers.find(({ isActive }) => isActive);
    if (active === undefined) throw new Error("no keeper works");
    return active;
  }

  /** Until events are settled that are sent from now on, after the fault. */
  async #settling(): Promise<void> {
    const from = performance.now();
    await this.#until("events are settled", () =>
      [...this.watch.outcomes.keys()].some(
        (intake) => (this.publishers.acknowledged.get(intake)?.sentAt ?? 0) > from,
      ),
    );
  }

  /** Until everything is settled that was acknowledged before a time. Outcomes are not told again after a lost broker. */
  async #comeBack(before: number): Promise<void> {
    const { acknowledged } = this.publishers;
    const early = [...acknowledged].filter(([, { at }]) => at < before).map(([intake]) => intake);
    await this.#until("what was in work is settled", () =>
      early.every((intake) => this.watch.outcomes.has(intake)),
    );
    this.back.push(performance.now() - before);
  }

  async #until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + PATIENCE;
    while (!(await condition())) {
      const crashes = this.#site.keepers.flatMap((keeper) => keeper.crashes);
      if (crashes.length > 0) throw new Error(`${crashes.join(", ")}. ${this.#said()}`);
      if (performance.now() > deadline)
        throw new Error(`not within ${PATIENCE} ms: ${what}. ${this.#said()}`);
      await sleep(50);
    }
  }

  #said(): string {
    const { keepers } = this.#site;
    return keepers.map(({ name, log }) => `\n${name}:\n  ${log.slice(-20).join("\n  ")}`).join("");
  }
}
