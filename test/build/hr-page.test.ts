import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blocksIn } from "./page-blocks.ts";
import { type PageTrial, pageTrial } from "./page-trial.ts";

const page = readFileSync(join(import.meta.dirname, "../../build/broker/HR.md"), "utf8");
let it: PageTrial;

beforeAll(async () => {
  const people = ["hong.gd", "kim.ys"].map((id) => ({ role: "app", id }) as const);
  it = await pageTrial([...people, { role: "writer", id: "hr-leave" }]);
});
afterAll(() => it?.[Symbol.asyncDispose]());

test("HR's page - every command runs in its order, and shows what the page says", async () => {
  writeFileSync(join(it.folder, "people.csv"), "id,aliases\nhong.gd,100234\nkim.ys,\n");
  const [switchOn, send, leavers, ...more] = blocksIn(page).map(({ text }) => text);
  expect(more).toEqual([]);
  const minted = await it.sh(switchOn ?? "");
  for (const file of ["hr.creds", "hr.token"]) expect(minted).toContain(file);
  // The server reads the file of tokens again within a second.
  await expect.poll(() => it.sh(send ?? ""), { interval: 200 }).toBe('{"accepted":3}');
  const list = () => it.sh("npx alrimi people list --kit kit");
  await expect.poll(list).toBe("id,aliases\nlee.sm,100300\nkim.b,kim.ys\n");
  const done = await it.sh(leavers ?? "");
  expect(done).toContain("hong.gd\t2026-11-28\tleft\tlogin still valid\n1 id, 1 valid login.");
  expect(done).toContain("Revoked: 1.");
  expect(done).toContain("nats-server --signal reload");
});
