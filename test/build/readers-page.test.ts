import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPublisher } from "../../main/publisher/publish.ts";
import { connectTo } from "../admin/kit/ways.ts";
import { blocksIn } from "./page-blocks.ts";
import { type PageTrial, pageTrial } from "./page-trial.ts";

const page = readFileSync(join(import.meta.dirname, "../../build/broker/READERS.md"), "utf8");
const WRITER = { role: "writer", id: "hr-leave" } as const;
let it: PageTrial;

beforeAll(async () => {
  it = await pageTrial([WRITER]);
});
afterAll(() => it?.[Symbol.asyncDispose]());

test("the readers' page - every command runs in its order, and shows what the page says", async () => {
  const commands = blocksIn(page).filter(({ language }) => language === "sh");
  const [add, read, remove, ...more] = commands.map(({ text }) => text);
  expect(more).toEqual([]);
  const added = await it.sh(add ?? "");
  expect(added).toContain("nats-server --signal reload");
  expect(added).toContain("archive\tall\t0 events not read\nreport\thr-leave\t0 events not read\n");
  it.trial.reload();
  await expect.poll(() => it.sh(read ?? "").catch(() => "")).toContain("0 events");
  const writer = await connectTo(it.trial, WRITER);
  const publisher = createPublisher(writer, { outcomeMs: 60_000 });
  await publisher.publish({ user: "hong.gd", service: "hr-leave", count: 3, sequence: 17 });
  await writer.close();
  const done = await it.sh(read ?? "");
  expect(done).toContain("1 event appended to events.ndjson.");
  expect(done).toContain("hr-leave\t3\t1\t1\t0\t0\t0\t0 h");
  // The page's line has the same fields.
  const [shown] = blocksIn(page).filter(({ language }) => language === "json");
  const line = readFileSync(join(it.folder, "events.ndjson"), "utf8");
  const fieldsOf = (text: string): unknown => {
    const { event, ...about } = JSON.parse(text) as { event: object };
    return [Object.keys(about), Object.keys(event)];
  };
  expect(fieldsOf(line)).toEqual(fieldsOf(shown?.text ?? ""));
  expect(await it.sh(remove ?? "")).toContain("archive is removed.");
  expect(await it.sh("npx alrimi readers list --kit kit")).toBe("There are no readers.\n");
});
