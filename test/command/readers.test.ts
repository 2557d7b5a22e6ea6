import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Trial } from "../../main/admin/trial/trial.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { connectTo, SERVICE, trialOn } from "../admin/kit/ways.ts";
import { runHere } from "./run-here.ts";

let folder: string;
let trial: Trial;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-readers-"));
  trial = await trialOn(folder, { credentials: "jwt", holders: [{ role: "writer", id: SERVICE }] });
});
afterAll(async () => {
  await trial?.stop();
  await rm(folder, { recursive: true, force: true });
});

const alrimi = (args: readonly string[], locale = "C") => runHere(args, { LC_ALL: locale }, "");
const readers = (...args: string[]) => alrimi(["readers", ...args, "--kit", trial.kit]);
const reader = (name: string, ...args: string[]) => {
  const creds = join(trial.kit, "users", `reader-${name}.creds`);
  return alrimi(["reader", ...args, "--name", name, "--creds", creds, "--server", trial.servers.join(",")]);
};

let sequence = 0;
async function send(user: string, count: number): Promise<void> {
  const writer = await connectTo(trial, { role: "writer", id: SERVICE });
  sequence += 1;
  const occurredAt = new Date(Date.now() - 49 * 3_600_000);
  const event = { user, service: SERVICE, count, sequence, occurredAt };
  await createPublisher(writer, { outcomeMs: 60_000 }).publish(event);
  await writer.close();
}

test("readers add - what is not meant makes nothing", async () => {
  for (const [args, says] of [
    [["add", "archive", "--services", "all"], "--persons"],
    [["add", "Archive", "--services", "all", "--persons"], "letters"],
    [["add", "a.b", "--services", "all", "--persons"], "letters"],
    [["add", "archive", "--services", ",", "--persons"], "services"],
  ] as const) {
    const { code, err } = await readers(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  }
  expect(await readers("list")).toMatchObject({ code: 0, out: "There are no readers.\n" });
});

test("reader - two of them read on their own, the report without persons, and are removed again", async () => {
  const added = await readers("add", "archive", "--services", "all", "--persons");
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining("nats-server --signal reload") });
  expect((await readers("add", "report", "--services", SERVICE, "--persons")).out).not.toContain("reload");
  // Again it keeps its login.
  expect((await readers("add", "report", "--services", SERVICE, "--persons")).out).not.toContain("login:");
  trial.reload();
  const file = join(folder, "events.ndjson");
  // A server that reloads does not answer for a moment.
  await expect
    .poll(() => reader("archive", "archive", file))
    .toMatchObject({ code: 0, out: `0 events appended to ${file}.\n` });
  await send("hong.gd", 3);
  await send("hong.gd", 5);
  await send("kim.ys", 1);
  expect((await reader("archive", "archive", file)).out).toBe(`3 events appended to ${file}.\n`);
  await send("kim.ys", 0);
  expect((await reader("archive", "archive", file)).out).toContain("1 event ");
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { event: { count: number } }).event.count)).toEqual([
    ...[3, 5, 1, 0],
  ]);
  const state = join(folder, "ageing.json");
  const report = await reader("report", "ageing", "--state", state);
  expect(report.out.split("\n")[1]).toBe(`${SERVICE}\t5\t1\t0\t1\t0\t0\t49 h`);
  expect(report.out).not.toContain("hong");
  // Once more it knows the same from its file.
  expect((await reader("report", "ageing", "--state", state)).out).toBe(report.out);
  expect((await readers("list")).out).toBe(
    `archive\tall\t0 events not read\nreport\t${SERVICE}\t0 events not read\n`,
  );
  expect((await readers("remove", "archive")).out).toContain("reload");
  trial.reload();
  await expect.poll(() => reader("archive", "archive", file)).toMatchObject({ code: 4 });
  expect((await readers("remove", "report")).code).toBe(0);
  expect((await readers("list")).out).toBe("There are no readers.\n");
});
