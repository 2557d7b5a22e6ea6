import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokerConfig } from "../../main/admin/broker-config.ts";
import { startBroker } from "../../main/admin/embedded-broker.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, writerInbox } from "../../main/nats/permissions.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { CONFIG, SERVICE, until } from "../nats/real-broker.ts";

test("publish - a broker without free storage takes the event later, so it does not refuse it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-full-"));
  const config = brokerConfig({ ...CONFIG, port: -1, storeDir: join(folder, "streams") });
  const broker = await startBroker({
    dataDir: folder,
    config: config.replace("jetstream: enabled", "jetstream: { max_file: 65536, max_mem: 0 }"),
  });
  const login = (username: string) => ({ servers: [broker.url], username, password: `${username}-password` });
  const administrator = await connectBroker({ ...login("admin"), inboxPrefix: ADMINISTRATOR_INBOX });
  const writer = await connectBroker({ ...login(SERVICE), inboxPrefix: writerInbox(SERVICE) });
  try {
    const stream = { name: "INTAKE", subjects: ["intake.*"], storage: "file" };
    await administrator.request("$JS.API.STREAM.CREATE.INTAKE", JSON.stringify(stream), { timeout: 30_000 });
    for (const size of [8_000, 1]) {
      await until(async () => {
        const answer = await writer.request(`intake.${SERVICE}`, "x".repeat(size));
        return answer.json<{ error?: unknown }>().error !== undefined;
      });
    }
    const publisher = createPublisher(writer, { deadlineMs: 500, outcomeMs: 0 });
    const sent = publisher.publish({ user: "hong.gd", service: SERVICE, count: 1 });
    await expect(sent).rejects.toMatchObject({ reason: "full" });
  } finally {
    await Promise.all([administrator.close(), writer.close()]);
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
