import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Progress } from "../../main/command/progress.ts";
import { runHere, type Told } from "./run-here.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-credentials-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const alrimi = (...args: string[]): Promise<Told> => runHere(args, { LANG: "C" });
const PROGRAM = join(import.meta.dirname, "../../build/alrimi.mjs");

async function kitOf(name: string, ...more: string[]): Promise<string> {
  const kit = join(folder, name);
  await alrimi("broker", "config", "--out", kit, "--host", "a.example.com", ...more);
  return kit;
}

test("users mint - Ctrl-C ends it with what is written, and --missing goes on from there", async () => {
  const kit = await kitOf("many");
  const list = join(folder, "people.txt");
  await writeFile(list, Array.from({ length: 3_000 }, (_, number) => `person.${number}\n`).join(""));
  const out = join(folder, "creds");
  const args = ["users", "mint", "--kit", kit, "--users-file", list, "--missing", "--out", out, "--json"];
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (text: Buffer) => {
    said += text;
  });
  await expect.poll(() => existsSync(out), { interval: 5 }).toBe(true);
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect(code).toBe(1);
  const first = JSON.parse(said) as { reason: string; minted: { file: string }[]; left: number };
  expect(first.reason).toBe("interrupted");
  expect(first.left).toBeGreaterThan(0);
  expect(first.minted.length + first.left).toBe(3_000);
  expect(readdirSync(out)).toHaveLength(first.minted.length);
  const again = await alrimi(...args);
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({ ok: true, left: 0, present: first.minted.length });
  expect(readdirSync(out)).toHaveLength(3_000);
  expect(await alrimi(...args)).toMatchObject({ code: 0, out: expect.stringContaining('"minted":[]') });
});

test("progress - a terminal has one line, anything else a line every ten seconds", () => {
  const said = (isTTY: boolean): string => {
    let text = "";
    let now = 0;
    const progress = new Progress({ isTTY, write: (more) => (text += more) }, () => now);
    for (let step = 1; step <= 25; step += 1) {
      now += 1_000;
      progress.tell(`${step} of 25`);
    }
    progress.end();
    return text;
  };
  expect(said(false)).toBe("10 of 25\n20 of 25\n");
  const terminal = said(true);
  expect(terminal).not.toContain("\n");
  expect(terminal.endsWith("25 of 25\r\u001b[K")).toBe(true);
});

test("users revoke - older ones by period or date, and a bad one is bad usage", async () => {
  const kit = await kitOf("older", "--user", "hong.gd", "--user", "kim.ys");
  const older = (time: string) => alrimi("users", "revoke", "--kit", kit, "--older-than", time);
  for (const bad of ["soon", "never", "2999-01-01", "2026-02-30", "30"])
    expect(await older(bad)).toMatchObject({ code: 2, err: expect.stringContaining("90d, 2026-03-01") });
  expect((await older("1d")).out).toContain("None are older");
  const plan = JSON.parse(await readFile(join(kit, "broker.json"), "utf8")) as {
    issued: { role: string; issuedAt: number }[];
  };
  for (const entry of plan.issued) entry.issuedAt -= 2 * 86_400;
  await writeFile(join(kit, "broker.json"), JSON.stringify(plan));
  const { code, out } = await older("1d");
  expect(code).toBe(0);
  expect(out).toContain("Revoked: 2.");
  expect(out).toContain("Without valid credentials now: 2 (user hong.gd, user kim.ys).");
  expect((await alrimi("users", "list", "--kit", kit)).out).toMatch(/^administrator\tvalid/m);
});

test("users list - it shows when each ends", async () => {
  const kit = await kitOf("list", "--user", "hong.gd");
  const { out } = await alrimi("users", "list", "--kit", kit);
  expect(out).toMatch(/^user hong\.gd\tuntil \d{4}-\d{2}-\d{2} \d{2}:\d{2}\tU/m);
});

test("tokens - rotate and list say until when each is valid", async () => {
  const kit = await kitOf("tokens", "--writer", "hr-leave");
  const told = await alrimi(
    "tokens",
    "rotate",
    "HR-Leave",
    "--kit",
    kit,
    "--overlap",
    "3d",
    "--expires",
    "90d",
  );
  expect(told.code).toBe(0);
  const [, file = ""] = /^hr-leave: (\S+) \(until /m.exec(told.out) ?? [];
  expect(await readFile(file, "utf8")).toMatch(/^alrimi_/);
  expect(told.out).toMatch(/The earlier tokens remain valid until \d{4}-/);
  const { out } = await alrimi("tokens", "list", "--kit", kit);
  expect(out.match(/^hr-leave\tuntil /gm)).toHaveLength(2);
  const bad = (...args: string[]) => alrimi("tokens", "rotate", ...args, "--kit", kit);
  expect(await bad("nobody")).toMatchObject({ code: 1 });
  expect(await bad("hr-leave", "--overlap", "never")).toMatchObject({ code: 2 });
  expect(await bad("hr-leave", "--expires", "soon")).toMatchObject({ code: 2 });
  expect(await alrimi("tokens", "list", "--kit", folder)).toMatchObject({ code: 1 });
});

test("fleet - its help has the options of show, which it runs by default", async () => {
  expect((await alrimi("fleet", "--help")).out).toContain("--silent-for");
});
