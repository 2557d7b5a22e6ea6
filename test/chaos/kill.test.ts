import { afterEach, expect, test } from "vitest";
import { times } from "../sample.ts";
import { Chaos } from "./chaos.ts";
import { seedOfRun } from "./randomness.ts";

/** How often a node is killed: once, or three times with the others between; thirty show rare things. */
const KILLS = Number(process.env["CHAOS_ROUNDS"] ?? times(1, 3));
/** What is done in turn: of five rounds three are kills. */
const FAULTS = ["freeze", "empty", "kill", "kill", "kill"] as const;
type Fault = (typeof FAULTS)[number];

/** As many rounds as it takes for so many kills. */
function* faults(kills: number): Generator<Fault> {
  for (let round = 0, killed = 0; killed < kills; round += 1) {
    const fault = FAULTS[round % FAULTS.length] ?? "kill";
    if (fault === "kill") killed += 1;
    yield fault;
  }
}

let chaos: Chaos | undefined;
afterEach(async () => {
  await chaos?.stop();
  chaos = undefined;
});

test("cluster - nodes killed, frozen and emptied in turn: everybody ends with the newest, and nothing older is shown after it", async () => {
  chaos = await Chaos.start({ seed: seedOfRun(), pingInterval: 700 });
  const { chance, cluster, bound } = chaos;
  const done: Fault[] = [];
  for (const fault of faults(KILLS)) {
    const index = chance.below(cluster.nodes.length);
    const node = cluster.nodes[index];
    const there = bound[index];
    if (node === undefined || there === undefined) throw new Error("no such node");
    const mover = chaos.newcomer(there.user, index);
    await chaos.until(
      () => mover.missing,
      () => mover.isRight,
    );
    const { done: published } = await chaos.publishing(20);

    const recovery = chaos.recovery(mover);
    if (fault === "freeze") node.freeze();
    else await node.kill();
    await chaos.until(`${there.name} not sure`, () => !there.isFresh);
    const { doubted, sure } = await recovery;

    const mended = performance.now();
    if (fault === "freeze") node.thaw();
    else {
      if (fault === "empty") await node.empty();
      await node.restart();
    }
    await chaos.settled(published);
    if (fault === "empty") await chaos.everybodyRightAround(node);
    else await chaos.everybodyRight();
    await chaos.until(
      () => mover.missing,
      () => mover.isRight,
    );
    const right = Math.round(performance.now() - mended);
    done.push(fault);
    console.log(
      `chaos: round ${done.length}: ${fault} ${node.name}; an app there noticed after ${doubted} ms ` +
        `and was sure again at another after ${sure} ms; mended, everybody is right after ${right} ms`,
    );
    await mover.stop();
    expect([...chaos.violations, ...mover.violations]).toEqual([]);
  }
  chaos.report();
  expect(done.filter((fault) => fault === "kill")).toHaveLength(KILLS);
});
