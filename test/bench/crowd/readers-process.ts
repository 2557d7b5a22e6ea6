import { readNext } from "../../../main/admin/readers/reading.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { readerInbox } from "../../../main/nats/permissions.ts";

/** Reads as the readers `reader-0` … until it is killed: `node index.mjs URL COUNT`. */
const [, , url = "", count = ""] = process.argv;

async function readAs(name: string): Promise<never> {
  const login = { username: name, password: `${name}-password`, inboxPrefix: readerInbox(name) };
  const connection = await connectBroker({ servers: [url], ...login });
  for (;;) await (await readNext(connection, name)).acknowledge();
}

await Promise.all(Array.from({ length: Number(count) }, (_, at) => readAs(`reader-${at}`)));
