import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkInput, type EventDraft } from "../../../main/publisher/draft.ts";
import { Journal } from "../../../main/publisher/outbox/journal.ts";
import { olderFiles, readJournal } from "../../../main/publisher/outbox/journal-files.ts";
import { encodeDone, encodePut } from "../../../main/publisher/outbox/record.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-journal-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function draftOf(user: string): EventDraft {
  const draft = checkInput({ user, service: "hr-leave", count: 1 }, 0);
  if (!draft.ok) throw new Error(draft.detail);
  return draft.value;
}

const files = async (): Promise<readonly string[]> => (await readdir(folder)).sort();

/** The disk is full from the moment on at which a base would take its name: what was written until then is there. */
async function fill(): Promise<() => Promise<void>> {
  const numbers = Array.from({ length: 20 }, (_, index) => join(folder, `${index + 1}.base`));
  for (const base of numbers) await mkdir(join(base, "in-the-way"), { recursive: true });
  return async () => {
    for (const base of numbers) await rm(base, { recursive: true });
  };
}

const withoutObstacles = async (): Promise<readonly string[]> =>
  (await files()).filter((name) => !name.endsWith(".base"));

test("journal - however often a full disk is tried, no file is left of an attempt that failed", async () => {
  const errors: Error[] = [];
  const waiting = [encodePut(1, draftOf("a"))];
  const journal = new Journal(folder, 0, { lines: () => waiting, failed: (error) => errors.push(error) });
  const free = await fill();
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await journal.rewrite();
    expect(await withoutObstacles()).toEqual(["1.log"]); // what was appended to it is safe
    expect(journal.isFailing).toBe(true);
  }
  expect(errors).toHaveLength(1);
  await free();
  await journal.rewrite();
  expect(await files()).toEqual(["2.base", "2.log"]);
  expect(journal.isFailing).toBe(false);
  await journal.close();
});

test("journal - what comes while it is written anew after a failure is in it", async () => {
  const waiting = [encodePut(1, draftOf("a")), encodePut(2, draftOf("b"))];
  const journal = new Journal(folder, 0, { lines: () => waiting, failed: () => {} });
  const free = await fill();
  await journal.rewrite();
  await free();
  const rewritten = journal.rewrite();
  expect(journal.append(encodePut(3, draftOf("c")), 0)).toBe(false); // not yet
  expect(journal.append(encodeDone(1, "a"), 0)).toBe(false);
  await rewritten;
  expect(journal.append(encodePut(4, draftOf("d")), 0)).toBe(true);
  await journal.close();
  expect([...(await readJournal(folder)).waiting.keys()]).toEqual(["b", "c", "d"]);
});

test("journal - a disk that has room again is found by itself, also when nothing more comes", async () => {
  let isTold = false;
  const journal = new Journal(folder, 0, {
    lines: () => [encodePut(1, draftOf("a"))],
    failed: () => {
      isTold = true;
    },
  });
  const free = await fill();
  await journal.rewrite();
  expect(isTold).toBe(true);
  await free();
  await expect.poll(() => journal.isFailing).toBe(false);
  await expect.poll(files).toEqual(["2.base", "2.log"]); // the older ones are taken away after that
  await journal.close();
});

test("journal - killed while older files are taken away, it does not bring back what was delivered", async () => {
  const put = encodePut(1, draftOf("a"));
  const contents: Readonly<Record<string, string>> = {
    "1.log": put,
    "2.base": put,
    "2.log": encodeDone(1, "a"),
    "3.base": "",
    "3.log": "",
  };
  // In whatever order the file system lists them.
  for (const names of [Object.keys(contents), Object.keys(contents).reverse()]) {
    const order = olderFiles(names, 3);
    expect([...order].sort()).toEqual(["1.log", "2.base", "2.log"]);
    for (let removed = 0; removed <= order.length; removed += 1) {
      await rm(folder, { recursive: true });
      await mkdir(folder);
      for (const name of names) {
        if (!order.slice(0, removed).includes(name))
          await writeFile(join(folder, name), contents[name] ?? "");
      }
      expect((await readJournal(folder)).waiting, `after ${removed} of ${order}`).toEqual(new Map());
    }
  }
});
