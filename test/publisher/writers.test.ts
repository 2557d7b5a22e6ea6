import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { brokerConfig } from "../../main/admin/broker-config.ts";
import { probe } from "../../main/admin/check/probe.ts";
import { startBroker } from "../../main/admin/embedded-broker.ts";
import { trialCertificates } from "../../main/admin/kit/certificates.ts";
import { provision } from "../../main/admin/provision.ts";
import { type ApprovalEvent, parseEvent } from "../../main/contract/event.ts";
import { serverAddress } from "../../main/contract/server-address.ts";
import { approvalsSubject } from "../../main/contract/subject.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { type RealBroker, realBroker, SERVICE } from "../nats/real-broker.ts";
import { python as bare, publishPy, type Told } from "./python.ts";

let real: RealBroker;
let keeper: NatsConnection;
beforeAll(async () => {
  real = await realBroker();
  keeper = await real.asKeeper();
});
afterAll(() => real?.dispose());

let user: string;
let users = 0;
beforeEach(() => {
  user = `someone.${++users}`;
});

/** build/writers/publish.py, as this service runs it. */
function python(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Told> {
  return publishPy(["--user", user, "--service", SERVICE, ...args], {
    ALRIMI_SERVERS: real.broker.url,
    ALRIMI_USERNAME: SERVICE,
    ALRIMI_PASSWORD: `${SERVICE}-password`,
    ...env,
  });
}

async function retained(): Promise<ApprovalEvent | undefined> {
  const subject = approvalsSubject(user, SERVICE);
  if (!subject.ok) throw new Error(subject.detail);
  const message = await directGet(keeper, "APPROVALS", subject.value);
  const event = message === undefined ? undefined : parseEvent(subject.value, message.data);
  return event?.ok ? event.value : undefined;
}

test("python writer - an event arrives as the app reads it, every field of it", async () => {
  const times = ["--occurred-at", "2026-03-01T09:00:00+09:00", "--due-at", "2026-03-02T00:00:00Z"];
  expect(await python(["--count", "3", "--sequence", "17", "--epoch", "2", ...times])).toEqual({
    code: 0,
    out: "stored (epoch 2, sequence 17)\n",
    err: "",
  });
  await expect.poll(retained).toEqual({
    user,
    service: SERVICE,
    count: 3,
    occurredAt: Date.parse("2026-03-01T00:00:00Z"),
    sequence: 17n,
    epoch: 2,
    generation: 0,
    dueAt: Date.parse("2026-03-02T00:00:00Z"),
  });
});

test("python writer - without a sequence each event is newer than the one before", async () => {
  for (const count of [1, 2, 3]) expect(await python(["--count", String(count)])).toMatchObject({ code: 0 });
  await expect.poll(async () => (await retained())?.count).toBe(3);
});

test("python writer - four at once with shuffled sequences end at the highest", async () => {
  const sequences = [7, 2, 12, 5, 9, 1, 11, 3, 8, 10, 4, 6];
  const lanes = [0, 1, 2, 3].map(async (lane) => {
    for (const sequence of sequences.filter((_, index) => index % 4 === lane)) {
      const args = ["--count", String(sequence), "--sequence", String(sequence), "--deadline", "60"];
      expect(await python(args)).toMatchObject({ code: 0, err: "" });
    }
  });
  await Promise.all(lanes);
  await expect.poll(retained).toMatchObject({ sequence: 12n, count: 12 });
});

test.each(["홍길동", "A.B~c", "a b\t*>", "!'()", "é".normalize("NFD"), "İstanbul"])(
  "python writer - the id %j gets the same subject as ours",
  async (id) => {
    user = `${id}-${users}`;
    expect(await python(["--count", "1", "--sequence", "9223372036854775807"])).toMatchObject({ code: 0 });
    await expect.poll(retained).toMatchObject({ count: 1, sequence: 2n ** 63n - 1n });
  },
);

test("python writer - every trouble has its exit code", async () => {
  expect(await python(["--count", "-1"])).toMatchObject({ code: 1 });
  expect(await python(["--count", "1", "--sequence", "five"])).toMatchObject({ code: 1 });
  expect(await python(["--count", "1", "--due-at", "tomorrow"])).toMatchObject({ code: 1 });
  expect(await python(["--count", "many"])).toMatchObject({ code: 2 });
  expect(await python(["--count", "1", "--server", "nats://127.0.0.1:9", "--deadline", "1"])).toMatchObject({
    code: 3,
  });
  expect(await python(["--count", "1"], { ALRIMI_PASSWORD: "wrong" })).toMatchObject({ code: 4 });
  const foreign = { ALRIMI_USERNAME: "finance-card", ALRIMI_PASSWORD: "finance-card-password" };
  expect(await python(["--count", "1"], foreign)).toMatchObject({ code: 4 });
  expect(await retained()).toBeUndefined();
});

test("python writer - what the server says between question and answer is heard, and a ping is answered", async () => {
  let pongs = 0;
  const proxy = createServer((client) => {
    const upstream = connect(real.broker.port, "127.0.0.1");
    upstream.on("error", () => client.destroy()).pipe(client);
    client.on("error", () => upstream.destroy());
    client.on("data", (sent: Buffer) => {
      pongs += sent.toString().split("PONG\r\n").length - 1;
      if (/^H?PUB /m.test(sent.toString())) client.write('PING\r\nINFO {"ldm":false}\r\n+OK\r\n');
      upstream.write(sent);
    });
    client.on("end", () => upstream.end());
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  try {
    const server = `nats://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const told = await python(["--count", "3", "--sequence", "3", "--server", server]);
    expect(told).toEqual({ code: 0, out: "stored (epoch 0, sequence 3)\n", err: "" });
    await expect.poll(retained).toMatchObject({ count: 3 });
    expect(pongs).toBe(1);
  } finally {
    proxy.close();
  }
});

test("python writer - a broker that comes back within the deadline gets the event", async () => {
  await real.broker.kill();
  const told = python(["--count", "6", "--sequence", "6", "--deadline", "60"]);
  await real.broker.restart();
  expect(await told).toMatchObject({ code: 0, err: "" });
  keeper = await real.asKeeper(); // the one from before waits for its turn to dial
  await expect.poll(retained).toMatchObject({ count: 6 });
});

/** @param folder holds `ca.pem`, and a server's certificate for 127.0.0.1 in `one` */
async function withTls(certificates: string, use: (server: string, caFile: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-writers-"));
  await trialCertificates(certificates, [{ name: "one", host: "127.0.0.1" }]);
  const config = brokerConfig({
    port: -1,
    storeDir: join(folder, "streams"),
    administrator: { username: "admin", password: "admin-password" },
    writers: [{ service: SERVICE, username: SERVICE, password: `${SERVICE}-password` }],
    apps: [],
  });
  const at = (name: string): string => JSON.stringify(join(certificates, "one", name));
  const tls = `tls: { cert_file: ${at("server.pem")}, key_file: ${at("server-key.pem")} }\n`;
  const broker = await startBroker({ dataDir: join(folder, "broker"), config: config + tls });
  try {
    const server = broker.url.replace("nats:", "tls:");
    const caFile = join(certificates, "ca.pem");
    const administrator = await connectBroker({
      servers: [server],
      username: "admin",
      password: "admin-password",
      inboxPrefix: "_ADMIN",
      tls: { caFile },
    });
    await provision(administrator);
    await administrator.close();
    await use(server, caFile);
  } finally {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

test("python writer - with TLS the authority is demanded before the password goes out", () =>
  withTls(join(real.folder, "tls"), async (server, caFile) => {
    const args = ["--server", server, "--count", "1", "--deadline", "60"];
    expect(await python([...args, "--tls-ca", caFile])).toMatchObject({ code: 0, err: "" });
    expect(await python([...args, "--deadline", "1"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("CERTIFICATE_VERIFY_FAILED"),
    });
    expect(await probe(serverAddress(server), { ca: await readFile(caFile, "utf8") })).toMatchObject({
      facts: { tls: { problem: undefined, missing: undefined } },
    });
  }));

test("python writer - an older authority's certificate is refused in words by Python 3.13, and accepted when told to", async () => {
  const certificates = join(real.folder, "older");
  await mkdir(certificates);
  const config = join(certificates, "ca.cnf");
  await writeFile(
    config,
    "[req]\ndistinguished_name = n\nx509_extensions = x\n[n]\n[x]\nbasicConstraints = CA:TRUE\n",
  );
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-config", config, "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Older"],
    ...["-keyout", join(certificates, "ca-key.pem"), "-out", join(certificates, "ca.pem")],
  ]);
  await withTls(certificates, async (server, caFile) => {
    const { out } = await bare(["-c", "import sys; print(sys.version_info >= (3, 13))"]);
    const args = ["--server", server, "--count", "1", "--tls-ca", caFile, "--deadline"];
    expect(await python([...args, "60", "--tls-not-strict"])).toMatchObject({ code: 0, err: "" });
    if (out === "True\n") {
      expect(await python([...args, "1"])).toMatchObject({
        code: 3,
        err: expect.stringContaining("or use --tls-not-strict"),
      });
    }
    // The check tells it before a service finds out.
    expect(await probe(serverAddress(server), { ca: await readFile(caFile, "utf8") })).toMatchObject({
      facts: { tls: { problem: undefined, missing: expect.stringMatching(/^Older: /) } },
    });
  });
});
