import { afterEach, expect, test } from "vitest";
import { Chaos } from "./chaos.ts";
import { seedOfRun } from "./randomness.ts";

/** Rounds of faults; three are enough to see that the machinery works, thirty to see rare things. */
const ROUNDS = Number(process.env["CHAOS_ROUNDS"] ?? 3);
const FAULTS = ["kill", "freeze", "empty"] as const;

let chaos: Chaos | undefined;
afterEach(async () => {
  await chaos?.stop();
  chaos = undefined;
});

test("cluster - nodes killed, frozen and emptied in turn: everybody ends with the newest, and nothing older is shown after it", async () => {
  chaos = await Chaos.start({ seed: seedOfRun(), pingInterval: 700 });
  const { chance, cluster, bound } = chaos;
  for (let round = 0; round < ROUNDS; round += 1) {
    const fault = FAULTS[round % FAULTS.length] ?? "kill";
    const index = chance.below(cluster.nodes.length);
    const node = cluster.nodes[index];
    const there = bound[index];
    if (node === undefined || there === undefined) throw new Error("no such node");
    const mover = chaos.newcomer(there.user, index);
    await chaos.until(
      () => mover.missing,
      () => mover.isRight,
    );
    const { done } = await chaos.publishing(20);

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
    await done;
    if (fault === "empty") await chaos.everybodyRightAround(node);
    else await chaos.everybodyRight();
    await chaos.until(
      () => mover.missing,
      () => mover.isRight,
    );
    const right = Math.round(performance.now() - mended);
    console.log(
      `chaos: round ${round + 1}: ${fault} ${node.name}; an app there noticed after ${doubted} ms ` +
        `and was sure again at another after ${sure} ms; mended, everybody is right after ${right} ms`,
    );
    await mover.stop();
    expect([...chaos.violations, ...mover.violations]).toEqual([]);
  }
  chaos.report();
});
