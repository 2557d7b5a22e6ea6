import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { directGet } from "../../main/nats/jetstream.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { type RealBroker, realBroker, SERVICE } from "../nats/real-broker.ts";
import { runHere } from "./run-here.ts";

let real: RealBroker;
beforeAll(async () => {
  real = await realBroker();
});
afterAll(() => real.dispose());
beforeEach(() => alrimi(["people", "remove", "--all"]));

const login = () => ({
  ALRIMI_SERVERS: real.broker.url,
  ALRIMI_USERNAME: "admin",
  ALRIMI_PASSWORD: "admin-password",
});

function alrimi(args: readonly string[], stdin = "", locale = "C") {
  return runHere(args, { LC_ALL: locale, ...login() }, stdin);
}

/** Imports rows below `id,aliases`. */
const importRows = (rows: readonly string[], ...options: string[]) =>
  alrimi(["people", "import", "-", ...options], ["id,aliases", ...rows].join("\r\n"));
const list = async (): Promise<readonly string[]> =>
  (await alrimi(["people", "list"])).out.trim().split("\n").slice(1);

test("people import - a file is imported, listed, shown and removed", async () => {
  const file = join(real.folder, "people.csv");
  writeFileSync(file, "\uFEFFid,name,aliases\r\nHong.GD,홍길동,100234\r\nkim.ys,김영수,\r\n");
  expect(await alrimi(["people", "list"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("anybody"),
  });
  expect(await alrimi(["people", "import", file])).toEqual({
    code: 0,
    out: [
      "The new directory has 2 people and 1 alias.",
      "New: 2, removed: 0, other aliases: 0, unchanged: 0.",
      'Columns that are not read or stored: "name".\n',
    ].join("\n"),
    err: "",
  });
  expect(await alrimi(["people", "list"])).toMatchObject({ out: "id,aliases\nhong.gd,100234\nkim.ys,\n" });
  for (const name of ["100234", "HONG.gd"]) {
    expect(await alrimi(["people", "show", name])).toMatchObject({ code: 0, out: "hong.gd, also 100234\n" });
  }
  expect(await alrimi(["people", "show", "nobody"])).toMatchObject({ code: 1 });
  expect(await alrimi(["people", "remove", "kim.ys", "--force"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("Removed: kim.ys"),
  });
  expect(await list()).toEqual(["hong.gd,100234"]);
  expect(await alrimi(["people", "remove", "--all"])).toMatchObject({ code: 0 });
  expect(await alrimi(["people", "list", "--json"])).toMatchObject({
    out: '{"ok":true,"reason":"no-directory"}\n',
  });
});

test("people import - a file with faults names each line and column, and changes nothing", async () => {
  await importRows(["hong.gd,100234"]);
  const refused = await importRows(["a,1", "b,1", " c,a", "A,"]);
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err.split("\n").slice(1, -1)).toEqual([
    '  line 3, column "aliases": "1" is an alias of "a" in line 2',
    '  line 5, column "id": "a" is in line 2 already',
    '  line 4, column "aliases": "a" is the id in line 2',
  ]);
  const korean = await alrimi(["people", "import", "-"], "id\n\u0007", "ko_KR.UTF-8");
  expect(korean.err).toContain('2번째 줄, "id" 열: ');
  expect(await alrimi(["people", "import", "/no/such.csv"])).toMatchObject({ code: 1 });
  expect(await list()).toEqual(["hong.gd,100234"]);
});

test("people import - a dry run says what would change, and writes nothing", async () => {
  await importRows(["a,1", "b,2", "c,3", "d,4", "e,5", "f,6"]);
  const dry = await importRows(["a,1", "b,9", "c,3", "d,4", "e,5", "g,"], "--dry-run");
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining("Nothing was written") });
  expect(dry.out).toContain("New: 1, removed: 1, other aliases: 1, unchanged: 4.");
  expect(await list()).toHaveLength(6);
});

test("people import - one that removes more than a fifth has to be forced", async () => {
  await importRows(["a,", "b,", "c,", "d,"]);
  const refused = await importRows(["a,", "b,", "x,"], "--json");
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({
    reason: "removes-many",
    removed: ["c", "d"],
    added: ["x"],
  });
  expect(await list()).toEqual(["a,", "b,", "c,", "d,"]);
  expect(await importRows(["a,", "b,", "x,"], "--force")).toMatchObject({ code: 0 });
  expect(await list()).toEqual(["a,", "b,", "x,"]);
});

test("people import - what is retained of leavers stays, or goes with them", async () => {
  await importRows(["a,", "b,", "c,", "d,", "e,", "f,", "g,", "h,", "i,", "leaver,", "other,"]);
  const publisher = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  for (const user of ["leaver", "other"]) {
    await expect
      .poll(async () => (await publisher.publish({ user, service: SERVICE, count: 1 })).outcome)
      .toBe("kept");
  }
  const keeper = await real.asKeeper();
  const isRetained = async (user: string): Promise<boolean> =>
    (await directGet(keeper, "APPROVALS", `approvals.${user}.${SERVICE}`)) !== undefined;
  const left = await alrimi(["people", "remove", "other"]);
  expect(left.out).toContain("alrimi users forget ID");
  expect(await isRetained("other")).toBe(true);
  const gone = await alrimi(["people", "remove", "leaver", "--forget"]);
  expect(gone.out).toContain("Removed for them: 1 count, 0 reports.");
  expect([await isRetained("leaver"), await isRetained("other")]).toEqual([false, true]);
});

test("people remove - nobody, an unknown person, or everybody by name is refused", async () => {
  await importRows(["a,1", "b,"]);
  for (const names of [[], ["a", "--all"], ["a", "nobody"], ["1"], ["a", "b"]]) {
    expect((await alrimi(["people", "remove", ...names])).code).not.toBe(0);
  }
  expect(await list()).toEqual(["a,1", "b,"]);
});

test("people import - 100,000 people", async () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => `person.${n},${100_000 + n}`);
  expect(await importRows(rows)).toMatchObject({ code: 0, out: expect.stringContaining("100,000 people") });
  expect(await alrimi(["people", "show", "199999"])).toMatchObject({ out: "person.99999, also 199999\n" });
  const again = await importRows(rows);
  expect(again.out).toContain("unchanged: 100000");
});
