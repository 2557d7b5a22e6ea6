import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { revoke } from "../../../main/admin/kit/users.ts";
import type { Trial } from "../../../main/admin/trial/trial.ts";
import type { TestOutcome } from "../../../main/core/account/connection-test.ts";
import { parseDraft } from "../../../main/core/account/draft.ts";
import { type TestedConnection, testConnection } from "../../../main/desktop/account/connection-test.ts";
import { dialNats } from "../../../main/desktop/broker/nats-transport.ts";
import { systemClock } from "../../../main/desktop/clock.ts";
import { knowsHost } from "../../../main/nats/name-lookup.ts";
import { trialOn } from "../../admin/kit/ways.ts";
import { OTHER_USER, realBroker, USER } from "../../nats/real-broker.ts";
import { TlsBroker } from "./tls-broker.ts";

/** The connection test, with the real client against real servers. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-tried-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function tried(
  servers: readonly string[],
  credentials: TestedConnection["credentials"],
  more: Partial<TestedConnection> = {},
): Promise<TestOutcome | null> {
  const { outcome } = testConnection(
    { servers, credentials, user: USER, tls: undefined, ...more },
    { dial: dialNats, resolves: knowsHost, after: systemClock.after, onStep() {} },
  );
  return outcome;
}

function login(user: string = USER) {
  return { username: user, password: `${user}-password` };
}

test("connection test - a real broker lets in whoever may read, and tells everybody else why not", async () => {
  await using real = await realBroker();
  const servers = [real.broker.url];
  expect(await tried(servers, login())).toEqual({ kind: "succeeded", services: [] });
  expect(await tried(servers, { ...login(), password: "wrong" })).toMatchObject({
    step: "sign-in",
    cause: "credentials",
  });
  expect(await tried(servers, login(OTHER_USER))).toMatchObject({ step: "read", cause: "permission" });
  expect(
    await tried(
      servers.map((server) => server.replace("nats:", "tls:")),
      login(),
    ),
  ).toMatchObject({
    step: "secure",
    cause: "no-encryption",
  });
  expect(await tried(["nats://no-such-broker.invalid:4222"], login())).toMatchObject({
    step: "reach",
    cause: "name-not-found",
    detail: "no-such-broker.invalid",
  });
  expect(await tried(["nats://127.0.0.1:9"], login())).toMatchObject({ step: "reach", cause: "unreachable" });
  // A second server that does not answer does not matter.
  expect(await tried(["nats://127.0.0.1:9", ...servers], login())).toMatchObject({ kind: "succeeded" });
});

test("connection test - a broker without streams is said not to be set up", async () => {
  await using bare = await realBroker({ bare: true });
  expect(await tried([bare.broker.url], login())).toMatchObject({ step: "read", cause: "no-stream" });
});

test("connection test - a certificate that nobody vouches for is said to be one", async () => {
  const broker = await TlsBroker.start(join(folder, "tls"));
  try {
    await broker.fill(3);
    const { url, credentials, caFile } = broker;
    expect(await tried([url], credentials)).toMatchObject({ step: "secure", cause: "tls" });
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0"); // some companies set it for all programs
    expect(await tried([url], credentials)).toMatchObject({ step: "secure", cause: "tls" });
    vi.unstubAllEnvs();
    expect(await tried([url], credentials, { tls: { caFile } })).toMatchObject({
      kind: "succeeded",
      services: [{ id: "hr-leave" }],
    });
    expect(await tried([url], credentials, { tls: { caFile: "/nowhere.pem" } })).toMatchObject({
      step: "secure",
      cause: "file-unreadable",
      detail: "/nowhere.pem",
    });
  } finally {
    await broker.stop();
  }
});

describe.each(["nkey", "jwt"] as const)("with %s credentials", (kind) => {
  const me = { role: "app", id: USER } as const;
  let trial: Trial;
  beforeAll(async () => {
    trial = await trialOn(join(folder, kind), { credentials: kind, holders: [me] });
  });
  afterAll(() => trial?.stop());

  test("connection test - what a person pastes of a file that was handed out signs in, until it is taken back", async () => {
    const pasted = await readFile(trial.minted.find(({ role }) => role === "app")?.file ?? "", "utf8");
    const parsed = parseDraft(
      {
        servers: trial.servers.join(" "),
        user: kind === "jwt" ? "" : USER,
        method: "credentials",
        username: "",
        password: "",
        pasted: `\uFEFF  ${pasted.replaceAll("\n", "\r\n  ")}`,
      },
      { loginName: "somebody", file: undefined, kept: undefined, now: Date.now() },
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    // A JWT names its user.
    expect(parsed.account.user).toBe(USER);
    const { servers, credentials } = parsed.account;
    expect(await tried(servers, credentials)).toMatchObject({ kind: "succeeded" });
    await revoke(trial.kit, [me]);
    trial.reload();
    await expect
      .poll(() => tried(servers, credentials))
      .toMatchObject({ step: "sign-in", cause: "credentials" });
  });
});

test("connection test - credentials that are damaged are a matter of the credentials, and are not repeated", async () => {
  const nkeySeed = `SU${"A".repeat(56)}`;
  const outcome = await tried(["nats://127.0.0.1:9"], { nkeySeed });
  expect(outcome).toMatchObject({ step: "sign-in", cause: "credentials" });
  expect(JSON.stringify(outcome)).not.toContain(nkeySeed);
});
