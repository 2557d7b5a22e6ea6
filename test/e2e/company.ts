import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { type EmbeddedBroker, startBroker } from "../../main/admin/embedded-broker.ts";
import { provision } from "../../main/admin/provision.ts";
import { approvalsSubject, CATALOG_SUBJECT } from "../../main/contract/subject.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, KEEPER_INBOX, writerInbox } from "../../main/nats/permissions.ts";
import { type AlrimiServer, startServer } from "../../main/server/server.ts";
import { runHere } from "../command/run-here.ts";

export const USER = "hong.gd";
const KEEPER_PASSWORD = "keeper-password"; // as `connectAs` makes it

export const SERVICES = [
  {
    id: "hr-leave",
    name: { ko: "휴가·출장", en: "Leave & travel" },
    url: "https://hr.example.com/approvals?box=in",
  },
  { id: "finance-card", name: { ko: "법인카드", en: "Company card" }, url: "https://card.example.com/wait" },
  { id: "mail", name: { ko: "메일", en: "Mail" }, url: "https://mail.example.com/" },
];

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A company with a real broker, real permissions, and its `alrimi` command. */
export interface Company {
  readonly broker: EmbeddedBroker;
  /** A keeper runs from the start. */
  stopKeeper(): Promise<void>;
  startKeeper(): void;
  /** For a keeper in another process. */
  readonly keeperLogin: { readonly url: string; readonly password: string };
  /** A folder for the test's files; removed at the end. */
  readonly folder: string;
  /** Runs `alrimi` in this process, as the administrator, or as the writer of a service. */
  alrimi(as: string, ...args: string[]): Promise<CommandResult>;
  /** Publishes an event by the command line. */
  publish(service: string, count: number, ...more: string[]): Promise<void>;
  /** Retains any bytes as the newest event of a person and service, past every check of ours. */
  raw(service: string, payload: string | Uint8Array, user?: string): Promise<void>;
  /** Many events at once, over one connection, each with the next sequence. */
  burst(service: string, counts: readonly number[], firstSequence: number): Promise<void>;
  putCatalog(services: readonly object[]): Promise<void>;
  /** Any bytes as the catalog, past the command's checks. */
  rawCatalog(payload: string): Promise<void>;
  /** The policy of the employee's app; `more` overrides. Returns the file's path. */
  policy(more?: Record<string, unknown>): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * @param more canonical ids of further services, which may write and are in no catalog
 * @param user whose events the app's login may read
 */
export async function startCompany(more: readonly string[] = [], user: string = USER): Promise<Company> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-company-"));
  const services = [...SERVICES.map(({ id }) => id), ...more];
  const administrator = { username: "admin", password: "admin-password" };
  const broker = await startBroker({
    dataDir: join(folder, "broker"),
    config: {
      administrator,
      keeper: { username: "keeper", password: KEEPER_PASSWORD },
      writers: services.map((service) => ({ service, username: service, password: `${service}-password` })),
      apps: [{ user, username: USER, password: "app-password" }],
    },
  });
  const connections = new Map<string, Promise<NatsConnection>>();
  const connectAs = (name: string): Promise<NatsConnection> => {
    const known = connections.get(name);
    if (known !== undefined) return known;
    const connection = connectBroker({
      servers: [broker.url],
      username: name,
      password: `${name}-password`,
      inboxPrefix: inboxOf(name),
    });
    connections.set(name, connection);
    return connection;
  };
  /** Once the broker that was restarted answers again. */
  const connectedAs = async (name: string): Promise<NatsConnection> => {
    const connection = await connectAs(name);
    await waitFor(() => connection.flush().then(() => true), { what: `${name} is connected` });
    return connection;
  };
  await provision(await connectAs("admin"));
  const openKeeper = (): AlrimiServer =>
    startServer({
      broker: {
        ...{ servers: [broker.url], username: "keeper", password: KEEPER_PASSWORD },
        inboxPrefix: KEEPER_INBOX,
      },
      log: () => {},
    });
  let keeper = openKeeper();

  const company: Company = {
    broker,
    keeperLogin: { url: broker.url, password: KEEPER_PASSWORD },
    stopKeeper: () => keeper.stop(),
    startKeeper() {
      keeper = openKeeper();
    },
    folder,
    alrimi: (as, ...args) =>
      alrimi(args, {
        LC_ALL: "C",
        ALRIMI_SERVERS: broker.url,
        ALRIMI_USERNAME: as,
        ALRIMI_PASSWORD: `${as}-password`,
      }),
    async publish(service, count, ...more) {
      const args = ["publish", "--user", USER, "--service", service, "--count", String(count), ...more];
      const { code, stderr } = await company.alrimi(service, ...args);
      if (code !== 0) throw new Error(`alrimi ${args.join(" ")}: ${stderr}`);
    },
    async raw(service, payload, user = USER) {
      const connection = await connectedAs("keeper");
      connection.publish(subjectOf(user, service), payload);
      await connection.flush();
    },
    async burst(service, counts, firstSequence) {
      const connection = await connectAs(service);
      counts.forEach((count, index) => {
        const event = {
          service,
          user: USER,
          count,
          occurredAt: new Date().toISOString(),
          sequence: firstSequence + index,
        };
        connection.publish(`intake.${service}`, JSON.stringify(event));
      });
      await connection.flush();
    },
    async putCatalog(list) {
      const file = join(folder, "catalog.json");
      await writeFile(file, JSON.stringify({ services: list }));
      const { code, stderr } = await company.alrimi("admin", "catalog", "put", file);
      if (code !== 0) throw new Error(`alrimi catalog put: ${stderr}`);
    },
    async rawCatalog(payload) {
      const connection = await connectedAs("admin");
      connection.publish(CATALOG_SUBJECT, payload);
      await connection.flush();
    },
    async policy(more = {}) {
      const file = join(folder, `policy-${Math.random().toString(36).slice(2)}.json`);
      const policy = {
        servers: [broker.url],
        user: USER,
        credentials: { username: USER, password: "app-password" },
        language: "ko",
        preferences: { morningDigest: false }, // notices must not depend on the time of day of the test
        defaults: { onlyWorkingHours: false },
        ...more,
      };
      await writeFile(file, JSON.stringify(policy));
      return file;
    },
    async dispose() {
      await keeper.stop();
      await Promise.all([...connections.values()].map(async (each) => (await each).close()));
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await company.putCatalog(SERVICES);
  return company;
}

function inboxOf(name: string): string {
  if (name === "admin") return ADMINISTRATOR_INBOX;
  return name === "keeper" ? KEEPER_INBOX : writerInbox(name);
}

function subjectOf(user: string, service: string): string {
  const subject = approvalsSubject(user, service);
  if (!subject.ok) throw new Error(subject.detail);
  return subject.value;
}

async function alrimi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  const { code, out, err } = await runHere(args, env);
  return { code, stdout: out, stderr: err };
}
