import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asIssued, readEnrolled, withdrawKeys } from "../../main/admin/enrolment.ts";
import { issueCode, unusedCodes, withdrawCodes } from "../../main/admin/enrolment-codes.ts";
import { revokeEnrolled } from "../../main/admin/kit/enrolment.ts";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import type { Trial } from "../../main/admin/trial/trial.ts";
import { enrolledSubject, formatEnrolled } from "../../main/contract/enrolment.ts";
import type { Person } from "../../main/contract/people.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { nkeySeed, pairOf } from "../../main/nats/nkeys.ts";
import { appInbox, tokenOf } from "../../main/nats/permissions.ts";
import { Attempts } from "../../main/server/enrolment/attempts.ts";
import { type EnrolmentFile, readEnrolmentFile } from "../../main/server/enrolment/config.ts";
import { Seals } from "../../main/server/enrolment/seals.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import {
  ADMINISTRATOR,
  connectTo,
  enrolmentIn,
  KEEPER,
  keeperLogin,
  ME,
  mintFile,
  OTHER,
  trialOn,
} from "../admin/kit/ways.ts";
import { until } from "../nats/real-broker.ts";
import { AppKey } from "./enrolment/app-key.ts";

/** Enrolment at a real `alrimi server` and a real broker, by an app that is spoken by hand. */

const HONG: Person = { id: ME, aliases: ["100234"] };
const KIM: Person = { id: OTHER, aliases: [] };

let folder: string;
let trial: Trial;
let administrator: NatsConnection;
let file: EnrolmentFile;
let fileName: string;
let url: string;
let otherUrl: string;
const running: RunningParts[] = [];
const lines: string[] = [];
const now = (): number => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-enrolment-"));
  trial = await trialOn(folder, { credentials: "jwt", holders: [ADMINISTRATOR, KEEPER] });
  fileName = await enrolmentIn(trial);
  file = readEnrolmentFile(fileName);
  await writeFile(join(folder, "tokens.json"), "[]");
  administrator = await connectTo(trial, ADMINISTRATOR);
  await put([HONG, KIM]);
  url = await start();
  otherUrl = await start();
});
afterAll(async () => {
  await Promise.all(running.map((it) => it.stop()));
  await administrator?.close();
  await trial?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(part: { readonly lifetime?: number; readonly idle?: number } = {}): Promise<string> {
  const enrolment = { file: fileName, lifetime: 3_600, idle: 86_400, ...part };
  const parts = await startParts({
    broker: keeperLogin(trial),
    parts: {
      keeper: false,
      http: {
        ...{ host: "127.0.0.1", port: 0, tokensFile: join(folder, "tokens.json") },
        ...{ maxRequestsPerSecond: 1_000, enrolment },
      },
    },
    log: (line) => lines.push(line),
  });
  running.push(parts);
  const at = parts.http?.url ?? "";
  await until(async () => (await fetch(`${at}/readyz`)).ok);
  return at;
}

async function put(people: readonly Person[]): Promise<void> {
  const { revision, covers } = await readDirectory(administrator);
  await writeDirectory(administrator, { people, revision, covers, now: Date.now() });
}

/** What the page of the sign-on gives to the browser. */
function grantOf(app: AppKey, user = ME, change: object = {}, seed = file.signingSeed, at = now()): string {
  const { key, challenge } = app;
  return new Seals(seed, () => at).grant({ user, key, challenge, pc: "DESK-12", ...change });
}

function codeOf(user: string, expiresAt = now() + 60): Promise<string> {
  return issueCode(administrator, user, expiresAt, now());
}

function connect(app: AppKey, user = ME): Promise<NatsConnection> {
  const inboxPrefix = appInbox(user);
  return connectBroker({ servers: trial.servers, creds: app.creds, inboxPrefix, reconnect: false });
}

test("enrolment - a sign-on gives a login that reads the person's own events, and nobody else's", async () => {
  const app = new AppKey();
  const given = await app.bySignOn(url, grantOf(app));
  expect(given).toMatchObject({ status: 200, body: { user: ME, lifetime: 3_600, servers: trial.servers } });
  const connection = await connect(app);
  const get = (user: string) =>
    directGet(connection, "APPROVALS", `approvals.${tokenOf(user)}.hr-leave`, 1_000);
  expect(await get(ME)).toBeUndefined();
  await expect(get(OTHER)).rejects.toMatchObject({ reason: "permission" });
  await connection.close();
  expect(await readEnrolled(administrator, ME)).toMatchObject([
    { user: ME, keys: [{ key: app.key, pc: "DESK-12" }] },
  ]);
});

test("enrolment - a code gives one login, however it is typed, and an alias is its person", async () => {
  const code = await codeOf("100234");
  const app = new AppKey();
  expect(await app.byCode(url, ` ${code.toLowerCase().replaceAll("-", " ")}`)).toMatchObject({
    status: 200,
    body: { user: ME },
  });
  // The answer may have been lost.
  expect(await app.byCode(otherUrl, code)).toMatchObject({ status: 200 });
  expect(await new AppKey().byCode(otherUrl, code)).toMatchObject({ status: 403, reason: "code-used" });
  await (await connect(app)).close();
});

test("enrolment - codes that were not used are withdrawn, and those of others go on", async () => {
  const [used, lost, ended] = [await codeOf(ME), await codeOf(ME), await codeOf(ME, now() - 1)];
  const others = await codeOf(OTHER);
  await new AppKey().byCode(url, used);
  expect(await unusedCodes(administrator, ME, now())).toMatchObject([{ user: ME }]);
  expect(await withdrawCodes(administrator, ME, now())).toHaveLength(1);
  for (const code of [lost, ended])
    expect(await new AppKey().byCode(url, code)).toMatchObject({ status: 403, reason: "code-expired" });
  expect(await new AppKey().byCode(url, used)).toMatchObject({ status: 403, reason: "code-used" });
  expect(await withdrawCodes(administrator, ME, now())).toEqual([]);
  expect(await unusedCodes(administrator, undefined, now())).toMatchObject([{ user: OTHER }]);
  expect(await new AppKey().byCode(url, await codeOf(ME))).toMatchObject({ status: 200 });
  expect(await new AppKey().byCode(url, others)).toMatchObject({ status: 200 });
});

test("enrolment - a person has so many unused codes, and no more", async () => {
  const many = "many.codes";
  const codes = await Promise.all(
    [codeOf(many), codeOf(many)].map((code) => code.catch(({ reason }) => reason)),
  );
  expect(codes).toContain("broker-refused"); // two administrators at once: one tries again
  while ((await unusedCodes(administrator, many, now())).length < 16) await codeOf(many);
  await expect(codeOf(many)).rejects.toThrow("has 16 codes that were not used");
  await withdrawCodes(administrator, many, now());
  expect(await codeOf(many)).toMatch(/^.{4}(-.{4}){3}$/);
  await withdrawCodes(administrator, many, now());
});

test("enrolment - the keys of more people than fit into one answer of the broker are listed", async () => {
  const people = Array.from({ length: 16_000 }, (_, index) => `person.with.a.name.${index}`);
  const key = { key: new AppKey().key, pc: "DESK-12", enrolledAt: 1, renewedAt: 1, expiresAt: 2 };
  const store = (user: string) =>
    administrator.request(enrolledSubject(tokenOf(user)), formatEnrolled([key]), { timeout: 60_000 });
  await Promise.all(people.map(store));
  const listed = (await readEnrolled(administrator)).map(({ user }) => user);
  expect(listed).toEqual(expect.arrayContaining([people[0], people.at(-1)]));
  expect(listed.length).toBeGreaterThanOrEqual(people.length);
}, 120_000);

test("enrolment - of two apps that type one code at two servers at once, one gets a login", async () => {
  for (let round = 0; round < 5; round += 1) {
    const code = await codeOf(ME);
    const given = await Promise.all([
      ...[url, otherUrl, url, otherUrl].map((at) => new AppKey().byCode(at, code)),
    ]);
    expect(given.map(({ reason }) => reason ?? "given").sort()).toEqual([
      ...["code-used", "code-used", "code-used", "given"],
    ]);
  }
});

test("enrolment - a sign-on is good for its app, its verifier and once", async () => {
  const app = new AppKey();
  const thief = new AppKey();
  const grant = grantOf(app);
  const refused = { status: 403, reason: "bad-code" };
  expect(await thief.bySignOn(url, grant)).toMatchObject(refused);
  expect(await thief.bySignOn(url, grant, { verifier: app.verifier })).toMatchObject(refused);
  expect(await thief.bySignOn(url, grant, { key: app.key, verifier: app.verifier })).toMatchObject({
    reason: "bad-signature",
  });
  expect(await app.bySignOn(url, grant, { verifier: thief.verifier })).toMatchObject(refused);
  const [body = "", mac = ""] = grant.split(".");
  const forged = Buffer.from(body, "base64url").toString().replace(ME, OTHER);
  expect(await app.bySignOn(url, `${Buffer.from(forged).toString("base64url")}.${mac}`)).toMatchObject(
    refused,
  );
  expect(await app.bySignOn(url, grantOf(app, ME, {}, "another company's seed"))).toMatchObject(refused);
  expect(await app.bySignOn(url, grantOf(app, ME, {}, file.signingSeed, now() - 121))).toMatchObject({
    reason: "code-expired",
  });
  expect(await app.bySignOn(url, grant)).toMatchObject({ status: 200 });
  expect(await app.bySignOn(otherUrl, grant)).toMatchObject({ status: 403, reason: "code-used" });
});

test("enrolment - a nonce is no sign-on, and a login is renewed with a fresh nonce and its key only", async () => {
  const app = new AppKey();
  const thief = new AppKey();
  await app.bySignOn(url, grantOf(app));
  const { nonce } = (await (await fetch(`${url}/v1/enrol/nonce`)).json()) as { nonce: string };
  expect(await app.bySignOn(url, nonce)).toMatchObject({ reason: "bad-code" });
  expect(await app.renew(otherUrl, ME)).toMatchObject({ status: 200, body: { user: ME } });
  expect(await thief.renew(url, ME)).toMatchObject({ reason: "key-unknown" });
  expect(await thief.renew(url, ME, { key: app.key })).toMatchObject({ reason: "bad-signature" });
  expect(await app.renew(url, OTHER)).toMatchObject({ reason: "key-unknown" });
  expect(await app.renew(url, ME, { nonce: grantOf(app) })).toMatchObject({ reason: "bad-signature" });
  const old = new Seals(file.signingSeed, () => now() - 61).nonce();
  expect(await app.renew(url, ME, { nonce: old })).toMatchObject({ reason: "bad-signature" });
});

test("enrolment - whoever left gets no login and no renewal, and a renamed person's app goes on under the new id", async () => {
  const [mine, theirs] = [new AppKey(), new AppKey()];
  await mine.bySignOn(url, grantOf(mine));
  await theirs.byCode(url, await codeOf(OTHER));
  await put([{ id: "hong.new", aliases: [ME, "100234"] }]);
  await expect.poll(() => theirs.renew(url, OTHER)).toMatchObject({ status: 403, reason: "person-unknown" });
  expect(await new AppKey().byCode(url, await codeOf(OTHER))).toMatchObject({ reason: "person-unknown" });
  expect(await mine.renew(url, ME)).toMatchObject({ status: 200, body: { user: "hong.new" } });
  const connection = await connect(mine, "hong.new");
  expect(await directGet(connection, "APPROVALS", "approvals.hong%2Enew.hr-leave")).toBeUndefined();
  await connection.close();
  expect(await mine.renew(url, "hong.new")).toMatchObject({ status: 200 });
  await put([HONG, KIM]);
  await expect.poll(() => theirs.renew(url, OTHER)).toMatchObject({ status: 200 });
});

test("enrolment - a lost PC is withdrawn: no renewal at once, and no connection after the reload; the others stay", async () => {
  const [lost, kept] = [new AppKey(), new AppKey()];
  for (const app of [lost, kept]) await app.byCode(url, await codeOf(OTHER));
  const before = await connect(lost, OTHER);
  const withdrawn = await withdrawKeys(administrator, OTHER, lost.key, now());
  expect(withdrawn).toMatchObject([{ key: lost.key }]);
  expect(await lost.renew(otherUrl, OTHER)).toMatchObject({ status: 403, reason: "key-withdrawn" });
  expect(await lost.bySignOn(url, grantOf(lost, OTHER))).toMatchObject({ reason: "key-withdrawn" });
  expect(await kept.renew(url, OTHER)).toMatchObject({ status: 200 });
  // Its last login is valid at the broker until it is revoked there, so it is named again.
  expect(await withdrawKeys(administrator, OTHER, lost.key, now())).toMatchObject([{ key: lost.key }]);
  await revokeEnrolled(trial.kit, asIssued([{ user: OTHER, keys: withdrawn }]), now());
  trial.reload();
  await before.closed();
  await expect.poll(() => connect(lost, OTHER).catch(({ reason }) => reason)).toBe("authorization");
  // A reload disconnects everybody for a moment.
  await expect.poll(() => connect(kept, OTHER).then((it) => it.close(), String)).toBeUndefined();
  await expect.poll(() => codeOf(OTHER).then(() => "back", String)).toBe("back");
});

test("enrolment - a PC that enrolled with the key of a login of the kit is withdrawn like any other", async () => {
  const minted = await readFile(await mintFile(trial, { role: "app", id: OTHER }));
  const app = new AppKey(pairOf(new TextDecoder().decode(nkeySeed(minted))));
  const code = await codeOf(OTHER);
  await expect.poll(async () => (await app.byCode(url, code)).status).toBe(200);
  const keys = await withdrawKeys(administrator, OTHER, app.key, now());
  await revokeEnrolled(trial.kit, asIssued([{ user: OTHER, keys }]), now());
  trial.reload();
  await expect.poll(() => connect(app, OTHER).catch(({ reason }) => reason)).toBe("authorization");
  await expect.poll(() => codeOf(OTHER).then(() => "back", String)).toBe("back");
});

test("enrolment - a PC that enrolled with a key that was revoked before is revoked again, and once is enough", async () => {
  const app = new AppKey();
  const earlier = { token: tokenOf(OTHER), publicKey: app.key, issuedAt: now() - 20 };
  await revokeEnrolled(trial.kit, [earlier], now() - 10);
  const code = await codeOf(OTHER);
  await expect.poll(async () => (await app.byCode(url, code)).status).toBe(200);
  const revoke = async () => {
    const keys = await withdrawKeys(administrator, OTHER, app.key, now());
    return revokeEnrolled(trial.kit, asIssued([{ user: OTHER, keys }]), now());
  };
  expect(await revoke()).toEqual([app.key]);
  expect(await revoke()).toEqual([]);
});

test("enrolment - a login ends by itself, and one that ended is renewed until the key was idle for long", async () => {
  const shortUrl = await start({ lifetime: 10, idle: 10 });
  const app = new AppKey();
  await app.byCode(shortUrl, await codeOf(ME));
  const connection = await connect(app);
  await connection.closed(); // after ten seconds, by the broker
  const again = () =>
    connect(app).then(
      (it) => it.close(),
      ({ reason }) => reason,
    );
  await expect.poll(again).toBe("authorization");
  await sleep(1_500); // times are in seconds
  expect(await app.renew(shortUrl, ME)).toMatchObject({ reason: "key-unknown" });
  expect(await app.renew(url, ME)).toMatchObject({ status: 200 });
  await (await connect(app)).close();
}, 30_000);

test("enrolment - a person has so many PCs, and one that is withdrawn makes room", async () => {
  const many = "many.pcs";
  await put([HONG, KIM, { id: many, aliases: [] }]);
  const apps = Array.from({ length: 17 }, () => new AppKey());
  const code = () => codeOf(many);
  await expect.poll(async () => (await apps[0]?.byCode(url, await code()))?.status).toBe(200);
  for (const app of apps.slice(1, 16))
    expect(await app.byCode(url, await code())).toMatchObject({ status: 200 });
  expect(await apps[16]?.byCode(url, await code())).toMatchObject({ status: 403, reason: "too-many-keys" });
  await withdrawKeys(administrator, many, apps[0]?.key, now());
  expect(await apps[16]?.byCode(url, await code())).toMatchObject({ status: 200 });
  expect(await apps[0]?.renew(url, many)).toMatchObject({ status: 403 });
});

test("enrolment - wrong codes are bounded, and the right one is then taken at another server", async () => {
  const at = await start();
  const wrong = "0000-0000-0000-0000";
  for (let tries = 0; tries < 60; tries += 1)
    expect(await new AppKey().byCode(at, wrong)).toMatchObject({ status: 403, reason: "bad-code" });
  expect(await new AppKey().byCode(at, wrong)).toMatchObject({ status: 429, reason: "too-many-attempts" });
  const code = await codeOf(ME);
  expect(await new AppKey().byCode(at, code)).toMatchObject({ status: 429 });
  expect(await new AppKey().byCode(url, code)).toMatchObject({ status: 200 });
  const ended = await codeOf(ME, now() - 1);
  expect(await new AppKey().byCode(url, ended)).toMatchObject({ status: 403, reason: "code-expired" });
});

test("enrolment - a request that is none is refused with its reason, and writes no line of the log", async () => {
  const count = lines.length;
  const app = new AppKey();
  const post = (body: string | Uint8Array) => fetch(`${url}/v1/enrol`, { method: "POST", body });
  for (const body of ["", "{", "[]", "{}", JSON.stringify({ key: app.key }), new Uint8Array([0xff, 0xfe])])
    expect((await post(body)).status).toBe(400);
  expect((await post("x".repeat(9_000))).status).toBe(413);
  for (const change of [
    { key: "UAAA" },
    { key: file.account },
    { signature: "x" },
    { pc: "a\nb" },
    { pc: "" },
    { pc: "x".repeat(65) },
    { user: ME },
  ])
    expect(await app.byCode(url, "0000-0000-0000-0000", change)).toMatchObject({
      status: 400,
      reason: "bad-request",
    });
  expect(await app.renew(url, ME)).toMatchObject({ reason: "key-unknown" });
  expect(lines.slice(count)).toEqual([]);
  // Nor does a line name a person.
  expect(lines.join("\n")).not.toMatch(/hong|kim/);
});

test("enrolment - while the broker is away it is said, and nothing is lost", async () => {
  const app = new AppKey();
  await app.bySignOn(url, grantOf(app));
  const [node] = trial.nodes;
  node?.process.freeze();
  const answers: unknown[] = [];
  await expect
    .poll(async () => {
      const { reason, body } = await app.renew(url, ME);
      answers.push(body);
      return reason;
    })
    .toBe("unavailable");
  node?.process.signal("SIGCONT");
  await expect.poll(async () => (await app.renew(url, ME)).status).toBe(200);
  const said = [...lines.filter((line) => line.startsWith("enrolment:")), JSON.stringify(answers)].join("\n");
  expect(said).toContain("the broker: timeout");
  expect(said).not.toMatch(/hong|server\.enrolment/);
}, 60_000);

test("enrolment - a renewal that is sent many times at once changes what the broker keeps once at the most", async () => {
  const app = new AppKey();
  await app.bySignOn(url, grantOf(app));
  const last = async (): Promise<number> => {
    const info = await administrator.request("$JS.API.STREAM.INFO.SERVER", "", { timeout: 60_000 });
    return info.json<{ state: { last_seq: number } }>().state.last_seq;
  };
  const before = await last();
  const given = await Promise.all(Array.from({ length: 100 }, () => app.renew(url, ME)));
  expect(given.every(({ status }) => status === 200)).toBe(true);
  expect((await last()) - before).toBeLessThan(10); // within ten seconds none
});

test("enrolment - a login is renewed for the id as it is kept only, so that its key stays on the list", async () => {
  const app = new AppKey();
  await app.bySignOn(url, grantOf(app));
  const count = lines.length;
  for (const user of [ME.toUpperCase(), ` ${ME}`, "\ud800", "\u009b2J\u202e "])
    expect(await app.renew(url, user)).toMatchObject({ status: 400, reason: "bad-request" });
  expect(lines.slice(count)).toEqual([]);
  const [mine] = await readEnrolled(administrator, ME);
  expect(mine?.keys.map(({ key }) => key)).toContain(app.key);
});

test("enrolment - wrong codes are bounded, also when they come at once", async () => {
  const at = await start();
  const wrong = () => new AppKey().byCode(at, "0000-0000-0000-0000");
  const given = await Promise.all(Array.from({ length: 90 }, wrong));
  expect(given.filter(({ status }) => status === 403)).toHaveLength(60);
  expect(given.filter(({ status }) => status === 429)).toHaveLength(30);
});

test("enrolment - wrong codes of many others keep nobody from the right one", () => {
  const attempts = new Attempts(() => 0);
  for (let address = 0; address < 200; address += 1)
    for (let tries = 0; tries < 60; tries += 1) expect(attempts.begin(`10.0.0.${address}`)).toBe(true);
  expect(attempts.begin("10.0.0.7")).toBe(false);
  expect(attempts.begin("192.0.2.1")).toBe(true);
});

test("enrolment - whoever left and asks again and again writes one line of the log in ten seconds", async () => {
  const at = await start();
  await put([HONG, KIM]);
  const app = new AppKey();
  await expect.poll(async () => (await app.byCode(at, await codeOf(OTHER))).status).toBe(200);
  await put([HONG]);
  const renew = async (): Promise<unknown> => (await app.renew(at, OTHER)).reason;
  await expect.poll(renew).toBe("person-unknown");
  const count = lines.length;
  for (let tries = 0; tries < 5; tries += 1) expect(await renew()).toBe("person-unknown");
  expect(lines.slice(count).filter((line) => line.startsWith("enrolment:")).length).toBeLessThan(2);
  await put([HONG, KIM]);
});
