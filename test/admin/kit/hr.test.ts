import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusals } from "../../../main/admin/check/attempt.ts";
import { mint } from "../../../main/admin/kit/mint.ts";
import { rotateToken } from "../../../main/admin/kit/rotate-token.ts";
import { readTokens } from "../../../main/admin/kit/tokens.ts";
import { type Holder, revoke } from "../../../main/admin/kit/users.ts";
import type { Trial } from "../../../main/admin/trial/trial.ts";
import { directGet } from "../../../main/nats/jetstream.ts";
import { bytesOf } from "../../contract/events.ts";
import { connectTo, ME, SERVICE, trialOn } from "./ways.ts";

const HR: Holder = { role: "hr", id: "hr" };
const EVENT = { type: "people.left", user: ME, occurredAt: "2026-11-28T09:00:00+09:00", sequence: 1 };

describe.each(["nkey", "jwt"] as const)("with %s credentials", (credentials) => {
  let folder: string;
  let trial: Trial;
  let hr: NatsConnection;
  let writer: NatsConnection;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alrimi-hr-"));
    const writerHolder = { role: "writer", id: SERVICE } as const;
    trial = await trialOn(folder, { credentials, holders: [HR, writerHolder, { role: "app", id: ME }] });
    hr = await connectTo(trial, HR);
    writer = await connectTo(trial, writerHolder);
  });
  afterAll(async () => {
    await Promise.all([hr?.close(), writer?.close()]);
    await trial?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("hr - it sends people events, and hears what became of them", async () => {
    const heard: unknown[] = [];
    hr.subscribe("outcome.HR", { callback: (_, message) => heard.push(message.json()) });
    expect((await hr.request("intake.HR", bytesOf(EVENT))).json()).toMatchObject({ stream: "INTAKE" });
    await expect.poll(() => heard).toEqual([expect.objectContaining({ user: ME, outcome: "kept" })]);
    await hr.request("intake.HR", bytesOf({ service: "HR", count: 5, ...EVENT, type: "x" }));
    await expect.poll(() => heard.at(-1)).toMatchObject({ outcome: "refused", reason: "bad-type" });
    expect(await directGet(hr, "REFUSED", "refused.HR")).toBeDefined();
  });

  test.each([
    ...["intake.hr", `intake.${SERVICE}`, "intake.*", "people.directory", "people.part.x.0"],
    ...["people.hr.hong%2Egd", `approvals.hong%2Egd.${SERVICE}`, "outcome.HR", "refused.HR"],
    ...["catalog.services", "$JS.API.STREAM.INFO.PEOPLE", "$JS.API.STREAM.PURGE.PEOPLE"],
    ...["$JS.API.DIRECT.GET.PEOPLE", "$JS.API.DIRECT.GET.PEOPLE.people.directory", "server.lease.keeper"],
    ...["$JS.API.CONSUMER.CREATE.PEOPLE", `$JS.API.DIRECT.GET.REFUSED.refused.${SERVICE}`],
    `$JS.API.DIRECT.GET.APPROVALS.approvals.hong%2Egd.${SERVICE}`,
  ])("hr - it may not publish %s", async (subject) => {
    expect(await refusals(hr, () => hr.publish(subject, "{}"))).toEqual([subject]);
  });

  test.each(["people.>", "people.hr.*", `outcome.${SERVICE}`, "outcome.*", "intake.HR", "_WRITER.>", ">"])(
    "hr - it may not listen to %s",
    async (subject) => {
      expect(await refusals(hr, () => hr.subscribe(subject, { callback: () => {} }))).toEqual([subject]);
    },
  );

  test.each(["intake.HR", "people.hr.hong%2Egd", "outcome.HR", "refused.HR"])(
    "hr - a service and an app may not publish %s",
    async (subject) => {
      const app = await connectTo(trial, { role: "app", id: ME });
      for (const other of [writer, app]) {
        expect(await refusals(other, () => other.publish(subject, "{}"))).toEqual([subject]);
      }
      await app.close();
    },
  );

  test("hr - an answer cannot be directed to where HR or the keeper writes", async () => {
    // The acknowledgement of the own event would be a people event, or a kept one.
    for (const reply of ["intake.HR", "people.hr.hong%2Egd"]) {
      writer.publish(`intake.${SERVICE}`, "{}", { reply });
      hr.publish("intake.HR", "{}", { reply });
    }
    await Promise.all([writer.flush(), hr.flush()]);
    const refused = async () => (await directGet(hr, "REFUSED", "refused.HR"))?.data ?? new Uint8Array();
    await expect
      .poll(async () => JSON.parse(Buffer.from(await refused()).toString()))
      .toMatchObject({
        payload: "{}",
      });
    const kept = await directGet(
      await connectTo(trial, { role: "keeper", id: "keeper" }),
      "PEOPLE",
      "people.hr.hong%2Egd",
    );
    expect(JSON.parse(Buffer.from(kept?.data ?? []).toString())).toMatchObject({ sequence: 1 });
  });
});

test("hr - its token is its own beside that of a service named hr, and ends with its login", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-hr-kit-"));
  try {
    const trial = await trialOn(folder, { credentials: "nkey", holders: [] });
    await trial.stop();
    const { minted } = await mint(trial.kit, [HR, { role: "writer", id: "hr" }]);
    expect(minted.map(({ file }) => file.split("/").at(-1))).toEqual([
      ...["hr.nk", "hr.token", "writer-hr.nk", "writer-hr.token"],
    ]);
    const [own, service] = readTokens(trial.kit);
    expect([own?.role, service?.role]).toEqual(["hr", undefined]);
    const lifetime = undefined;
    const rotated = await rotateToken(trial.kit, "hr", {
      ...{ overlapping: 60, lifetime, outDir: undefined, role: "hr" },
    });
    expect(rotated).toMatchObject({ earlier: [{ sha256: own?.sha256 }], entry: { role: "hr" } });
    expect(await readFile(rotated.file, "utf8")).toMatch(/^alrimi_/);
    await revoke(trial.kit, [HR]);
    expect(readTokens(trial.kit)).toEqual([service]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
