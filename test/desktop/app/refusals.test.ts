import { expect, test } from "vitest";
import { createRefusals } from "../../../main/desktop/app/refusals.ts";
import { FakeClock } from "../fake-clock.ts";

const MINUTE = 60_000;

function begin() {
  const clock = new FakeClock();
  const said: string[] = [];
  return { clock, said, refusals: createRefusals(clock, (line) => said.push(line)) };
}

test("refusals - the first of a reason is said at once, of the others of a minute how many there were", async () => {
  const { clock, said, refusals } = begin();
  for (const line of ["a1", "a2", "a3"]) refusals.add("a", line);
  refusals.add("b", "b1");
  await clock.pass(MINUTE);
  expect(said).toEqual(["a1", "b1", "refused within a minute as well: 2 a"]);
});

test("refusals - a flood is one line a minute, and after a quiet minute it begins anew", async () => {
  const { clock, said, refusals } = begin();
  for (let times = 0; times < 4; times++) {
    for (let more = 0; more < 100; more++) refusals.add("a", `line ${times}`);
    await clock.pass(MINUTE);
  }
  expect(said).toHaveLength(1 + 4);
  await clock.pass(MINUTE);
  refusals.add("a", "again");
  expect(said.slice(5)).toEqual(["again"]);
});

test("refusals - stopped they wait for nothing", () => {
  const { clock, refusals } = begin();
  refusals.add("a", "a1");
  refusals.stop();
  expect(clock.pending).toBe(0);
});
