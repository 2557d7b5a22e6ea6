import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnrolled } from "../../main/admin/enrolment.ts";
import { openKit } from "../../main/admin/kit/kit.ts";
import { mint } from "../../main/admin/kit/mint.ts";
import type { Trial } from "../../main/admin/trial/trial.ts";
import { enrolledSubject, formatEnrolled } from "../../main/contract/enrolment.ts";
import { storeOver } from "../../main/nats/jetstream.ts";
import { createUser } from "../../main/nats/nkeys.ts";
import { tokenOf } from "../../main/nats/permissions.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { connectTo, enrolmentIn, loginOf, SERVICE, trialOn, untilAccepted } from "../admin/kit/ways.ts";
import { bytesOf } from "../contract/events.ts";
import { runHere } from "./run-here.ts";

let folder: string;
let trial: Trial;
let hr: NatsConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-leavers-"));
  const people = ["hong.gd", "kim.ys", "lee.sm", "park.js"].map((id) => ({ role: "app", id }) as const);
  trial = await trialOn(folder, {
    ...{ credentials: "jwt" },
    holders: [...people, { role: "writer", id: SERVICE }, { role: "hr", id: "hr" }],
  });
  hr = await connectTo(trial, { role: "hr", id: "hr" });
});
afterAll(async () => {
  await hr?.close();
  await trial?.stop();
  await rm(folder, { recursive: true, force: true });
});

const alrimi = (args: readonly string[], stdin = "", locale = "C") =>
  runHere([...args, "--kit", trial.kit], { LC_ALL: locale }, stdin);
const leavers = async (...more: string[]) => (await alrimi(["people", "leavers", ...more])).out;
/** A reload disconnects everybody for a moment, and an event that comes twice changes nothing. */
const say = (type: string, user: string, more: object = {}): Promise<unknown> => {
  const event = {
    type: `people.${type}`,
    user,
    occurredAt: "2026-11-28T09:00:00+09:00",
    sequence: 1,
    ...more,
  };
  const send = () => hr.request("intake.HR", bytesOf(event)).catch(() => undefined);
  return expect.poll(send).toBeDefined();
};

test("people leavers - they are listed, then forgotten and revoked, and the others stay", async () => {
  const writer = await connectTo(trial, { role: "writer", id: SERVICE });
  const publisher = createPublisher(writer, { outcomeMs: 60_000 });
  for (const user of ["hong.gd", "kim.ys", "lee.sm"]) {
    await publisher.publish({ user, service: SERVICE, count: 3, sequence: 1 });
  }
  await writer.close();
  const rows = ["id,aliases", "hong.gd,100234", "kim.ys,", "lee.sm,", "park.js,"].join("\n");
  expect((await alrimi(["people", "import", "-"], rows)).code).toBe(0);
  expect(await leavers()).toBe("0 ids, 0 valid logins.\n");
  await say("left", "100234");
  await say("left", "park.js");
  await say("renamed", "kim.ys", { to: "kim.b" });
  await expect
    .poll(() => leavers())
    .toBe(
      [
        "hong.gd\t2026-11-28\tleft\tlogin still valid",
        "park.js\t2026-11-28\tleft\tlogin still valid",
        "2 ids, 2 valid logins.\n",
      ].join("\n"),
    );
  // The new id gets its login first.
  await mint(trial.kit, [{ role: "app", id: "kim.b" }]);
  expect(await leavers()).toContain("kim.ys\t2026-11-28\tnow kim.b\tlogin still valid");
  const old = await connectTo(trial, { role: "app", id: "hong.gd" }, { reconnect: false });
  const applied = await alrimi(["people", "leavers", "--apply"], "", "ko_KR.UTF-8");
  expect(applied.code).toBe(0);
  expect(applied.out).toContain("건수 2개와 보고 0개를 지웠습니다");
  expect(applied.out).toContain("3");
  trial.reload();
  await old.closed();
  await untilAccepted(loginOf(trial, { role: "app", id: "lee.sm" })); // who stays
  for (const id of ["hong.gd", "kim.ys", "park.js"]) {
    await expect(connectTo(trial, { role: "app", id }, { reconnect: false })).rejects.toThrow();
  }
  expect(await leavers()).toContain("3 ids, 0 valid logins.");
  expect((await alrimi(["people", "leavers", "--apply", "--json"])).out).toContain('"reload":false');
});

test("people leavers - who comes back is no leaver any more", async () => {
  await say("joined", "park.js", { sequence: 2 });
  await expect.poll(() => leavers()).not.toContain("park.js");
});

test("people leavers - the PCs that a leaver enrolled are found, withdrawn and revoked, and those of a renamed person go on", async () => {
  await enrolmentIn(trial);
  const rows = ["id,aliases", "lee.sm,", "oh.sj,", "choi.mk,"].join("\n");
  expect((await alrimi(["people", "import", "-", "--force"], rows)).code).toBe(0);
  const administrator = await connectTo(trial, { role: "administrator", id: "administrator" });
  const now = Math.floor(Date.now() / 1000);
  const [gone, stays] = [createUser().getPublicKey(), createUser().getPublicKey()];
  for (const [user, key] of [
    ["oh.sj", gone],
    ["choi.mk", stays],
  ] as const) {
    const keys = [{ key, pc: "DESK-12", enrolledAt: now, renewedAt: now, expiresAt: now + 3_600 }];
    const subject = enrolledSubject(tokenOf(user));
    await storeOver(administrator, subject, formatEnrolled(keys), { revision: 0 }, 5_000);
  }
  await say("left", "oh.sj", { sequence: 20 });
  await say("renamed", "choi.mk", { to: "choi.new", sequence: 21 });
  await expect.poll(() => leavers()).toContain("oh.sj\t2026-11-28\tleft\tlogin still valid");
  expect((await alrimi(["people", "leavers", "--apply"])).out).toContain("Revoked");
  const enrolled = await readEnrolled(administrator);
  const withdrawn = enrolled.flatMap(({ keys }) =>
    keys.filter(({ withdrawnAt }) => withdrawnAt !== undefined),
  );
  expect(withdrawn.map(({ key }) => key)).toEqual([gone]);
  const { issued } = await openKit(trial.kit);
  expect(issued.find(({ publicKey }) => publicKey === gone)?.revokedAt).toBeTypeOf("number");
  expect(issued.some(({ publicKey }) => publicKey === stays)).toBe(false);
  await administrator.close();
});
