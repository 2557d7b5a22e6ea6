import { afterAll, beforeAll, expect, test } from "vitest";
import { IS_LONG } from "../sample.ts";
import { Chaos } from "./chaos.ts";
import type { Node } from "./cluster.ts";
import type { Person } from "./person.ts";
import { seedOfRun } from "./randomness.ts";

/**
 * What one app does when its server dies, falls silent, or is the only one left: that it is in doubt, then sure at
 * another server, while the first one is still away. How long it takes is printed, not asserted. The
 * app's own ping interval is used: what has to wait for it, or for long elections, is in the long variant only.
 */

/** Milliseconds. The client leaves up to 4.5 s between two dials of one server: a younger connection says nothing. */
const GROWN_UP = 5_000;

let chaos: Chaos;
beforeAll(async () => {
  chaos = await Chaos.start({ seed: seedOfRun(), hurry: 60 });
});
afterAll(() => chaos?.stop());

/** An app that is right, and has been at its node for a while. */
async function appAt(index: number): Promise<{ readonly app: Person; readonly node: Node }> {
  const node = chaos.cluster.nodes[index];
  const app = chaos.newcomer(chaos.bound[index]?.user ?? "", index);
  if (node === undefined) throw new Error("no such node");
  await chaos.until(
    () => app.missing,
    () => app.isRight && performance.now() - app.bornAt > GROWN_UP,
  );
  return { app, node };
}

async function repaired(app: Person, index: number): Promise<void> {
  await chaos.everybodyRight();
  expect([...app.violations, ...chaos.violations]).toEqual([]);
  await app.stop();
  console.log(`chaos: ${chaos.cluster.nodes[index]?.name} is back, and everybody is right`);
}

test("cluster - an app whose server is killed goes to another one", async () => {
  const index = chaos.chance.below(3);
  const { app, node } = await appAt(index);
  const recovery = chaos.recovery(app);
  await node.kill();
  console.log(`chaos: killed: sure again at another server after ${(await recovery).sure} ms`);
  // While its first server is still down it hears what is said, to the newest.
  const { done } = await chaos.publishing(1);
  await chaos.settled(done);
  await chaos.until(
    () => app.missing,
    () => app.isRight,
  );
  await node.restart();
  await repaired(app, index);
});

test.skipIf(!IS_LONG)(
  "cluster - an app whose server falls silent notices by itself, and goes to another one",
  async () => {
    const index = chaos.chance.below(3);
    const { app, node } = await appAt(index);
    const recovery = chaos.recovery(app);
    node.freeze();
    const { doubted, sure } = await recovery;
    console.log(
      `chaos: frozen, with the app's own pings: noticed after ${doubted} ms, ` +
        `sure again at another server after ${sure} ms`,
    );
    node.thaw();
    await repaired(app, index);
  },
);

test("cluster - on wake a server that fell silent is noticed at once", async () => {
  const index = chaos.chance.below(3);
  const { app, node } = await appAt(index);
  const recovery = chaos.recovery(app);
  node.freeze();
  app.feed.check();
  const { doubted, sure } = await recovery;
  console.log(`chaos: woke up: in doubt after ${doubted} ms, sure again at another server after ${sure} ms`);
  node.thaw();
  await repaired(app, index);
});

test.skipIf(!IS_LONG)(
  "cluster - a server that is left alone is not believed, and nobody is sure until there are two",
  async () => {
    const index = chaos.chance.below(3);
    const { app } = await appAt(index);
    const others = chaos.cluster.nodes.filter((_, other) => other !== index);
    for (const other of others) await other.kill();
    const everybody = [app, ...chaos.roaming];
    const noticed = await chaos.until(
      () =>
        `nobody sure. ${everybody
          .filter(({ isFresh }) => isFresh)
          .map(({ name }) => name)
          .join(", ")}`,
      () => everybody.every(({ isFresh }) => !isFresh),
    );
    console.log(
      `chaos: two of three killed: nobody sure after ${Math.round(noticed)} ms (long waits hurried)`,
    );
    await Promise.all(others.map((other) => other.restart()));
    await repaired(app, index);
  },
);
