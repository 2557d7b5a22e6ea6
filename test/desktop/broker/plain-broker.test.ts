import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { headers, type MsgHdrs } from "nats";
import { expect, test } from "vitest";
import { startBroker } from "../../../main/admin/embedded-broker.ts";
import { quote } from "../../../main/admin/kit/conf.ts";
import { provision } from "../../../main/admin/provision.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { Victim } from "./victim.ts";

test("plain broker - with one account and no logins, events still arrive live: as what was stored, not as what was sent", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-plain-"));
  const config = `port: -1\njetstream: { store_dir: ${quote(join(folder, "streams"))} }`;
  const broker = await startBroker({ dataDir: folder, config });
  const anybody = await connectBroker({ servers: [broker.url] });
  await provision(anybody);
  const app = new Victim({ servers: [broker.url], credentials: undefined, tls: undefined });
  try {
    await expect.poll(() => app.state).toBe("fresh");
    for (const count of [1, 2, 3]) {
      const event = wireOf({ service: "mail", count, sequence: count });
      anybody.publish("approvals.hong%2Egd.mail", bytesOf(event));
      const counted = async (): Promise<number | undefined> => {
        await app.pass(500);
        return app.count("mail");
      };
      await expect.poll(counted).toBe(count);
    }
    // One that names a stream sequence that is long past is sent, but not stored.
    await anybody
      .request("approvals.hong%2Egd.mail", bytesOf(wireOf({ service: "mail", count: 9, sequence: 9 })), {
        timeout: 30_000,
        headers: expectedRevision(1),
      })
      .catch(() => {});
    await anybody.flush();
    await app.pass(1_000);
    expect(app.count("mail")).toBe(3);
  } finally {
    await app.stop();
    await anybody.close();
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

function expectedRevision(revision: number): MsgHdrs {
  const all = headers();
  all.set("Nats-Expected-Last-Subject-Sequence", String(revision));
  return all;
}
