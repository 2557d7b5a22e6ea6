import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brokerConfig } from "../../../main/admin/broker-config.ts";
import { putCatalog } from "../../../main/admin/catalog.ts";
import { type EmbeddedBroker, startBroker } from "../../../main/admin/embedded-broker.ts";
import { trialCertificates } from "../../../main/admin/kit/certificates.ts";
import { provision } from "../../../main/admin/provision.ts";
import { defined } from "../../../main/contract/defined.ts";
import { formatEvent } from "../../../main/contract/event.ts";
import { approvalsSubject } from "../../../main/contract/subject.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, KEEPER_INBOX } from "../../../main/nats/permissions.ts";
import { type AlrimiServer, startServer } from "../../../main/server/server.ts";
import { SERVICE, USER } from "./followed.ts";

const LOGIN = { username: "person", password: "person-password" };
const ADMINISTRATOR = { username: "admin", password: "admin-password" };
const KEEPER = { username: "keeper", password: "keeper-password" };

export interface TlsOptions {
  /** Where it listens; the certificate is for 127.0.0.1. */
  readonly listen?: string;
  /** Whether the server's certificate ended long ago. */
  readonly hasExpired?: boolean;
  /** Whether clients have to show a certificate of the same authority. */
  readonly isMutual?: boolean;
}

/** A certificate authority of its own, and a folder with the certificate for one server. */
export async function authority(folder: string, { hasExpired = false }: TlsOptions = {}): Promise<void> {
  await trialCertificates(folder, [
    { name: "server", host: "127.0.0.1" },
    { name: "person", host: "person" },
  ]);
  if (hasExpired) await expire(folder, "server");
}

/**
 * Issues a certificate again as one that ended long ago: by `openssl ca`, the only one that takes both dates in every
 * version. From 3.5 on the others refuse an end before the start.
 */
async function expire(folder: string, name: string): Promise<void> {
  const work = await mkdtemp(join(folder, "expired-"));
  const certificate = join(folder, name, "server.pem");
  const key = join(folder, name, "server-key.pem");
  const config = [
    "[ca]",
    "default_ca = authority",
    "[authority]",
    ...[
      `database = ${work}/index.txt`,
      `new_certs_dir = ${work}`,
      "default_md = sha256",
      "rand_serial = yes",
    ],
    ...["policy = policy", "copy_extensions = copy", "[policy]", "commonName = supplied", ""],
  ];
  await writeFile(join(work, "ca.cnf"), config.join("\n"));
  await writeFile(join(work, "index.txt"), "");
  const openssl = (...args: string[]) => promisify(execFile)("openssl", args);
  const names = [
    "-addext",
    "subjectAltName = IP:127.0.0.1",
    "-addext",
    "extendedKeyUsage = serverAuth, clientAuth",
  ];
  await openssl(
    "req",
    "-new",
    "-key",
    key,
    "-subj",
    `/CN=${name}`,
    ...names,
    "-out",
    join(work, "request.pem"),
  );
  await openssl(
    ...["ca", "-batch", "-notext", "-config", join(work, "ca.cnf"), "-in", join(work, "request.pem")],
    ...["-cert", join(folder, "ca.pem"), "-keyfile", join(folder, "ca-key.pem"), "-out", certificate],
    ...["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"],
  );
  await rm(work, { recursive: true });
}

/** A real nats-server with TLS, by the authority in `<folder>/authority`. */
export class TlsBroker {
  readonly folder: string;
  readonly broker: EmbeddedBroker;

  readonly url: string;

  private constructor(folder: string, broker: EmbeddedBroker, host: string) {
    this.folder = folder;
    this.broker = broker;
    this.url = `tls://${host}:${broker.port}`;
  }

  static async start(folder: string, options: TlsOptions = {}): Promise<TlsBroker> {
    await mkdir(folder, { recursive: true });
    await authority(join(folder, "authority"), options);
    const broker = await startBroker({ dataDir: join(folder, "broker"), config: configOf(folder, options) });
    return new TlsBroker(folder, broker, options.listen ?? "127.0.0.1");
  }

  get credentials() {
    return LOGIN;
  }

  /** The authority's certificate, as a company would hand it out. */
  get caFile(): string {
    return join(this.folder, "authority", "ca.pem");
  }

  /** A person's certificate and key, by the same authority. */
  get personal(): { certFile: string; keyFile: string } {
    const at = join(this.folder, "authority", "person");
    return { certFile: join(at, "server.pem"), keyFile: join(at, "server-key.pem") };
  }

  /** From now on the person's certificate is one that ended long ago. */
  async expirePersonal(): Promise<void> {
    await expire(join(this.folder, "authority"), "person");
  }

  /** Makes the streams, a catalog, and one event with a count. */
  async fill(count: number): Promise<void> {
    const common = { servers: [this.url], tls: { caFile: this.caFile, ...this.personal } };
    const administrator = await connectBroker({
      ...common,
      ...ADMINISTRATOR,
      inboxPrefix: ADMINISTRATOR_INBOX,
    });
    await provision(administrator);
    const catalog = { services: [{ id: SERVICE, name: { ko: "휴가·출장" } }] };
    await putCatalog(administrator, new TextEncoder().encode(JSON.stringify(catalog)));
    await administrator.close();
    const keeper = await connectBroker({ ...common, ...KEEPER, inboxPrefix: KEEPER_INBOX });
    const event = { user: USER, service: SERVICE, count, occurredAt: Date.now(), sequence: 1n, epoch: 0 };
    const subject = approvalsSubject(USER, SERVICE);
    if (!subject.ok) throw new Error(subject.detail);
    await keeper.request(subject.value, formatEvent(event));
    await keeper.close();
  }

  /** Runs a keeper in this process. Without one, no app calls its counts current. */
  startKeeper(): AlrimiServer {
    const login = { servers: [this.url], ...KEEPER, tls: { caFile: this.caFile }, inboxPrefix: KEEPER_INBOX };
    return startServer({ broker: login, log: () => {} });
  }

  /** The server goes down and comes back with certificates of another authority. @returns its certificate's file */
  async changeAuthority(handOut: string): Promise<void> {
    await this.broker.stop();
    await rm(join(this.folder, "authority"), { recursive: true });
    await authority(join(this.folder, "authority"));
    await this.broker.restart();
    await copyFile(this.caFile, `${handOut}.next`);
  }

  async stop(): Promise<void> {
    await this.broker.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function configOf(folder: string, { isMutual = false, listen }: TlsOptions): string {
  const at = join(folder, "authority", "server");
  return [
    brokerConfig({
      port: -1,
      ...defined({ host: listen }),
      storeDir: join(folder, "streams"),
      administrator: ADMINISTRATOR,
      keeper: KEEPER,
      writers: [],
      apps: [{ user: USER, ...LOGIN }],
    }),
    "tls: {",
    `  cert_file: ${JSON.stringify(join(at, "server.pem"))}`,
    `  key_file: ${JSON.stringify(join(at, "server-key.pem"))}`,
    `  ca_file: ${JSON.stringify(join(at, "ca.pem"))}`,
    `  verify: ${isMutual}`,
    "  timeout: 10",
    "}",
    "",
  ].join("\n");
}
