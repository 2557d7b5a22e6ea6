import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedConfig, startBroker } from "../../../main/admin/embedded-broker.ts";
import { quote } from "../../../main/admin/kit/conf.ts";
import { revoke } from "../../../main/admin/kit/users.ts";
import { provision } from "../../../main/admin/provision.ts";
import type { Trial } from "../../../main/admin/trial/trial.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, appPermissions } from "../../../main/nats/permissions.ts";
import { createPublisher } from "../../../main/publisher/publish.ts";
import { connectTo, mintFile, trialOn } from "../../admin/kit/ways.ts";
import { Followed, SERVICE, USER } from "./followed.ts";

/** What an administrator changes while the app runs is taken up by it without a restart. */

const me = { role: "app", id: USER } as const;
const writer = { role: "writer", id: SERVICE } as const;

let folder: string;
let followed: Followed | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-rotation-"));
});
afterEach(async () => {
  await followed?.stop();
  followed = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function publish(trial: Trial, count: number): Promise<void> {
  const connection = await connectTo(trial, writer);
  await createPublisher(connection).publish({ user: USER, service: SERVICE, count });
  await connection.close();
}

describe.each(["nkey", "jwt"] as const)("with %s credentials", (kind) => {
  let trial: Trial;
  let file: string;
  const follow = (): Followed => {
    const credentials = kind === "jwt" ? { credsFile: file } : { nkeyFile: file };
    followed = new Followed({ servers: trial.servers, credentials });
    return followed;
  };
  beforeAll(async () => {
    trial = await trialOn(join(folder, kind), { credentials: kind, holders: [me, writer] });
    file = join(folder, `${kind}.mine`);
    await copyFile(trial.minted.find(({ role }) => role === "app")?.file ?? "", file);
  });
  afterAll(() => trial?.stop());

  test("rotation - whoever is revoked is told so, and new credentials in the same file are read without a restart", async () => {
    await publish(trial, 3);
    const app = follow();
    await app.is("fresh");
    await revoke(trial.kit, [me]);
    trial.reload();
    await app.says("refused: credentials");
    const next = await mintFile(trial, me);
    await publish(trial, 4);
    await rename(next, file);
    await app.is("fresh");
    await expect.poll(() => app.counts.at(-1)).toBe(4);
  });

  test("rotation - a file that is found half written is said, and read again when it is whole", async () => {
    const app = follow();
    await app.is("fresh");
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, 20));
    for (const node of trial.nodes) node.process.signal("SIGTERM");
    await app.says("misconfigured");
    await writeFile(file, whole);
    await trial.stop();
    const again = await trialOn(join(folder, kind), {
      credentials: kind,
      port: Number(new URL(trial.servers[0] ?? "").port),
    });
    await app.is("fresh");
    trial = again;
  });
});

test("rotation - credentials that expire are told, and renewed ones are taken up", async () => {
  const trial = await trialOn(join(folder, "expiry"), { credentials: "jwt", holders: [writer] });
  try {
    await publish(trial, 5);
    const credsFile = join(folder, "expires.creds");
    const begun = performance.now();
    await rename(await mintFile(trial, me), credsFile);
    followed = new Followed({ servers: trial.servers, credentials: { credsFile } });
    await followed.is("fresh");
    await followed.stop();
    const needed = (performance.now() - begun) / 1000; // on a slow machine they have to hold for longer
    const expiresAt = Math.floor(Date.now() / 1000) + 3 + Math.ceil(3 * needed);
    await rename(await mintFile(trial, me, { expiresAt }), credsFile);
    followed = new Followed({ servers: trial.servers, credentials: { credsFile } });
    await followed.is("fresh");
    await followed.says("refused: credentials");
    await rename(await mintFile(trial, me), credsFile);
    await followed.is("fresh");
  } finally {
    await followed?.stop();
    await trial.stop();
  }
});

const person = { username: "person", password: "person-password" };
const administrator = { username: "admin", password: "admin-password" };

function configFor(user: string): EmbeddedConfig {
  return { administrator, writers: [], apps: [{ user, ...person }] };
}

test.each([
  ["to nothing of theirs", configFor("somebody.else")],
  ["to read but not to listen", undefined],
])(
  "permission - a person with a right %s is told so, and is served when it is granted, without a restart",
  async (_what, config) => {
    const dataDir = await mkdtemp(join(folder, "permission-"));
    const broker = await startBroker({ dataDir, config: configFor(USER) });
    try {
      const admin = await connectBroker({
        servers: [broker.url],
        ...administrator,
        inboxPrefix: ADMINISTRATOR_INBOX,
      });
      await provision(admin);
      await admin.close();
      const granted = await readFile(join(dataDir, "nats-server.conf"), "utf8");
      // The same configuration without the right to subscribe to the person's own events.
      const [own = ""] = appPermissions(USER).subscribe;
      const denied = config ?? granted.replace(`${quote(own)}, `, "");
      expect(denied).not.toBe(granted);
      await broker.reconfigure(denied);
      followed = new Followed({ servers: [broker.url], credentials: person });
      await followed.says("refused: permission");
      await broker.reconfigure(granted);
      await followed.is("fresh");
      await broker.reconfigure(denied);
      await followed.says("refused: permission");
      await broker.reconfigure(granted);
      await followed.is("fresh");
    } finally {
      await followed?.stop();
      await broker.stop();
    }
  },
);
