import { heartbeatPatience } from "../../main/contract/heartbeat.ts";
import { Chaos } from "./chaos.ts";
import { HEARTBEAT_INTERVAL } from "./cluster.ts";
import { placesIn, setBetween, setCable } from "./namespaces.ts";

/**
 * Runs in a network namespace of its own (see cut-off.test.ts): `cut-off.ts <hub> <seed> <rounds>`. Ends with 0 when
 * nothing was seen that must not be.
 */
const NODES = 3;
/** Milliseconds without a heartbeat after which an app is not sure. */
const SILENT_AFTER = heartbeatPatience(HEARTBEAT_INTERVAL);
/** A leader that is cut off was seen to send for 16 s, until it gives up; on 2.9.10. */
const NOT_SURE_WITHIN = SILENT_AFTER + 30_000;
const ALL = [0, 1, 2];
const CUTS = ["others", "cable", "all"] as const;
const WORDS: Readonly<Record<(typeof CUTS)[number], (name: string) => string>> = {
  others: (name) => `${name} cut off from the other nodes`,
  cable: (name) => `${name} cut off from everybody`,
  all: () => "all nodes cut off from each other",
};

const [, , hub = "", seed = "1", rounds = "3"] = process.argv;
const orphaned = (): void => process.exit(1);
process.on("disconnect", orphaned);
const chaos = await Chaos.start({
  seed: Number(seed),
  pingInterval: 700,
  places: placesIn(hub, NODES),
  hurry: 60,
});
try {
  for (let round = 0; round < Number(rounds); round += 1)
    await cutOff(round, CUTS[round % CUTS.length] ?? "cable");
  chaos.report();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await chaos.stop();
}
if (chaos.violations.length > 0) {
  console.error(chaos.violations);
  process.exitCode = 1;
}
process.exit(); // the newcomer of a round that failed would go on

async function cutOff(round: number, cut: (typeof CUTS)[number]): Promise<void> {
  const { chance, bound, roaming, cluster } = chaos;
  const index = chance.below(NODES);
  const name = cluster.nodes[index]?.name ?? "";
  const there = bound[index];
  if (there === undefined) throw new Error("no such node");
  const newcomer = chaos.newcomer(there.user, index);
  await chaos.until(
    () => newcomer.missing,
    () => newcomer.isRight,
  );
  const { done } = await chaos.publishing(12);
  let took = 0;
  switch (cut) {
    case "others":
      // It answers all the same, from what it held: only the heartbeat, which does not come, tells.
      between(index, "shut");
      await chaos.until(`${there.name} misses something`, () => there.isBehind);
      // Of everything: of a single service it may be unsure for a moment before, when another copy was asked in vain.
      took = await chaos.until(`${there.name} not sure`, () => there.state === "stale", NOT_SURE_WITHIN);
      // Where an older event ended on top of what it knows (see Writers.sayNewest), it can only say so.
      took += await chaos.until(
        () => newcomer.missing,
        () => newcomer.isDoubting || (newcomer.isFresh && !newcomer.isBehind),
      );
      // Who knows no other server connects again as often as they like, and is not sure until it is healed.
      there.feed.check();
      await chaos.never(`${there.name} is sure again`, () => there.isFresh, 2 * SILENT_AFTER);
      between(index, "open");
      break;
    case "cable":
      // Nobody reaches it: whoever was there notices, and goes elsewhere.
      setCable(hub, index, "out");
      took = await chaos.until(`${there.name} not sure`, () => !there.isFresh);
      took += await chaos.until(
        () => `the others sure: ${[newcomer, ...roaming].find((it) => !it.isFresh)?.missing}`,
        () => [newcomer, ...roaming].every((it) => it.isFresh),
      );
      setCable(hub, index, "in");
      break;
    case "all": {
      // No two servers make a majority: nothing is stored, and when they meet again everything is.
      for (const other of ALL) setBetween(hub, other, (other + 1) % NODES, "shut");
      await chaos.until("no leader", async () => !(await chaos.hasLeader()));
      for (const other of ALL) setBetween(hub, other, (other + 1) % NODES, "open");
      break;
    }
  }
  await chaos.settled(done);
  await chaos.everybodyRight();
  await chaos.until(
    () => newcomer.missing,
    () => newcomer.isRight,
  );
  await newcomer.stop();
  console.log(
    `chaos: round ${round + 1}: ${WORDS[cut](name)}; ${Math.round(took)} ms until whoever was there was right`,
  );
  if (newcomer.violations.length > 0) throw new Error(newcomer.violations.join(", "));
}

function between(index: number, is: "open" | "shut"): void {
  for (const other of ALL) if (other !== index) setBetween(hub, index, other, is);
}
