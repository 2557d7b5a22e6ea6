import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { putCatalog } from "../../../main/admin/catalog.ts";
import { startBroker } from "../../../main/admin/embedded-broker.ts";
import { singleFile } from "../../../main/admin/kit/credential-files.ts";
import { initEnrolment } from "../../../main/admin/kit/enrolment.ts";
import { mint } from "../../../main/admin/kit/mint.ts";
import type { Holder } from "../../../main/admin/kit/users.ts";
import { provision } from "../../../main/admin/provision.ts";
import { PortTaken } from "../../../main/admin/server-process.ts";
import { fileOption, startTrial, type Trial } from "../../../main/admin/trial/trial.ts";
import type { BrokerAddress } from "../../../main/desktop/broker/transport.ts";
import { type BrokerOptions, connectBroker } from "../../../main/nats/connect-broker.ts";
import { fmtCreds, scopedUserJwt } from "../../../main/nats/jwt.ts";
import { createUser } from "../../../main/nats/nkeys.ts";
import {
  ADMINISTRATOR_INBOX,
  appInbox,
  HR_INBOX,
  KEEPER_INBOX,
  PORTAL_INBOX,
  type Role,
  readerInbox,
  tokenOf,
  writerInbox,
} from "../../../main/nats/permissions.ts";
import { createPublisher } from "../../../main/publisher/publish.ts";
import { type EnrolmentFile, readEnrolmentFile } from "../../../main/server/enrolment/config.ts";
import { startServer } from "../../../main/server/server.ts";
import { until } from "../../nats/real-broker.ts";

export const ME = "hong.gd";
export const OTHER = "kim.ys";
export const SERVICE = "hr-leave";
export const OTHER_SERVICE = "finance-card";
/** Ids that would be wildcards, or more than one token, if they were not encoded. */
export const MEAN = ["*", ">", "a.b", "approvals.*", "white space", "{{name()}}", "한글"] as const;

export const ADMINISTRATOR: Holder = { role: "administrator", id: "administrator" };
/** May write anything that is retained. */
export const KEEPER: Holder = { role: "keeper", id: "keeper" };
/** Reads everybody's events. */
export const PORTAL: Holder = { role: "portal", id: "portal" };
export const HOLDERS: readonly Holder[] = [
  PORTAL,
  ...[ME, OTHER, ...MEAN].map((id) => ({ role: "app" as const, id })),
  ...[SERVICE, OTHER_SERVICE].map((id) => ({ role: "writer" as const, id })),
];

type Address = Pick<BrokerAddress, "servers" | "credentials" | "tls">;

/** A real nats-server with one way of credentials, two services, and an event of each for two people. */
export interface Broker {
  /** Where it is and how somebody logs in, as the app has it. */
  address(holder: Holder): Address;
  connect(holder: Holder, more?: Partial<BrokerOptions>): Promise<NatsConnection>;
  dispose(): Promise<void>;
}

export const WAYS = {
  password: withPasswords,
  nkey: () => withKit("nkey"),
  jwt: () => withKit("jwt"),
  enrolled: withEnrolled,
} as const;

/** Writes the catalog and, with each service's writer, an event for each of two people. */
export async function fill(broker: Broker): Promise<void> {
  const administrator = await broker.connect(ADMINISTRATOR);
  const services = [SERVICE, OTHER_SERVICE].map((id) => ({ id, name: { en: id } }));
  await putCatalog(administrator, new TextEncoder().encode(JSON.stringify({ services })));
  await administrator.close();
  for (const service of [SERVICE, OTHER_SERVICE]) {
    const writer = await broker.connect({ role: "writer", id: service });
    const publisher = createPublisher(writer, { outcomeMs: 60_000 });
    for (const user of [ME, OTHER]) await publisher.publish({ user, service, count: 3, sequence: 1 });
    await writer.close();
  }
}

/** A trial on ports that are free. */
export async function trialOn(
  folder: string,
  options: Partial<Parameters<typeof startTrial>[0]>,
): Promise<Trial> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const port = randomInt(10_000, 26_000);
      const trial = await startTrial({ dataDir: join(folder, `trial-${attempt}`), port, ...options });
      return withKeeper(trial);
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt >= 10) throw error;
    }
  }
}

/** Runs a keeper beside the trial, with the login of its kit. It ends with the trial. */
function withKeeper(trial: Trial): Trial {
  const keeper = startServer({
    broker: keeperLogin(trial),
    log: () => {},
  });
  const stop = async (): Promise<void> => {
    await keeper.stop();
    await trial.stop();
  };
  return { ...trial, stop };
}

/** How an `alrimi server` logs in, with the kit's login. */
export function keeperLogin(trial: Trial): BrokerOptions {
  return loginOf(trial, { role: "keeper", id: "keeper" }, singleFile(trial.kit, trial.plan, "keeper"));
}

export function inboxOf({ role, id }: Holder): string {
  const inbox: Readonly<Record<Role, () => string>> = {
    administrator: () => ADMINISTRATOR_INBOX,
    keeper: () => KEEPER_INBOX,
    writer: () => writerInbox(id),
    mqtt: () => writerInbox(id),
    app: () => appInbox(id),
    portal: () => PORTAL_INBOX,
    hr: () => HR_INBOX,
    reader: () => readerInbox(id),
  };
  return inbox[role]();
}

async function withPasswords(): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-way-"));
  const login = (name: string) => ({ username: name, password: `${name}-password` });
  const name = ({ role, id }: Holder): string => `${role} ${id}`;
  const broker = await startBroker({
    dataDir: folder,
    config: {
      administrator: login(name(ADMINISTRATOR)),
      keeper: login("keeper keeper"),
      portal: login(name(PORTAL)),
      writers: HOLDERS.filter(({ role }) => role === "writer").map((it) => ({
        service: it.id,
        ...login(name(it)),
      })),
      apps: HOLDERS.filter(({ role }) => role === "app").map((it) => ({ user: it.id, ...login(name(it)) })),
    },
  });
  const connect: Broker["connect"] = (holder, more) =>
    connectBroker({ servers: [broker.url], ...login(name(holder)), inboxPrefix: inboxOf(holder), ...more });
  const administrator = await connect(ADMINISTRATOR);
  await provision(administrator);
  await administrator.close();
  const keeper = startServer({
    broker: { servers: [broker.url], ...login("keeper keeper"), inboxPrefix: KEEPER_INBOX },
    log: () => {},
  });
  return {
    address: (holder) => ({ servers: [broker.url], credentials: login(name(holder)), tls: undefined }),
    connect,
    dispose: async () => {
      await keeper.stop();
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function withKit(credentials: "nkey" | "jwt"): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-way-"));
  const trial = await trialOn(folder, { credentials, holders: HOLDERS });
  return {
    address: (holder) => ({
      servers: trial.servers,
      credentials:
        credentials === "jwt" ? { credsFile: fileOf(trial, holder) } : { nkeyFile: fileOf(trial, holder) },
      tls: undefined,
    }),
    connect: (holder, more) => connectTo(trial, holder, more),
    dispose: async () => {
      await trial.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As `jwt`, but the apps have the logins that `alrimi server` gives to them. */
async function withEnrolled(): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-way-"));
  const trial = await trialOn(folder, { credentials: "jwt", holders: HOLDERS });
  const file = readEnrolmentFile(await enrolmentIn(trial));
  const logins = new Map<string, { readonly creds: string }>();
  for (const { role, id } of HOLDERS) if (role === "app") logins.set(id, await enrolledLogin(file, id));
  const loginOf = ({ role, id }: Holder) => (role === "app" ? logins.get(id) : undefined);
  return {
    address: (holder) => ({
      servers: trial.servers,
      credentials: loginOf(holder) ?? { credsFile: fileOf(trial, holder) },
      tls: undefined,
    }),
    connect(holder, more) {
      const login = loginOf(holder);
      if (login === undefined) return connectTo(trial, holder, more);
      return connectBroker({ servers: trial.servers, ...login, inboxPrefix: inboxOf(holder), ...more });
    },
    dispose: async () => {
      await trial.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Adds enrolment to a trial, and waits until its servers take such logins. Returns the path of `enrolment.json`. */
export async function enrolmentIn(trial: Trial): Promise<string> {
  const file = await initEnrolment(trial.kit);
  trial.reload();
  const login = await enrolledLogin(readEnrolmentFile(file), ME);
  await untilAccepted({ servers: trial.servers, ...login, inboxPrefix: appInbox(ME) });
  return file;
}

async function enrolledLogin(
  { account, signingSeed }: EnrolmentFile,
  id: string,
): Promise<{ readonly creds: string }> {
  const user = createUser();
  const jwt = await scopedUserJwt({ token: tokenOf(id), user: user.getPublicKey(), account }, signingSeed);
  return { creds: new TextDecoder().decode(fmtCreds(jwt, user)) };
}

/** A connection with the credentials that the trial's first start made. */
export function connectTo(
  trial: Trial,
  holder: Holder,
  more: Partial<BrokerOptions> = {},
): Promise<NatsConnection> {
  return connectFile(trial, holder, fileOf(trial, holder), more);
}

function fileOf({ minted }: Trial, holder: Holder): string {
  const found = minted.find(({ role, id }) => role === holder.role && id === holder.id);
  if (found === undefined) throw new Error(`no credentials for ${holder.role} ${holder.id}`);
  return found.file;
}

export function connectFile(
  trial: Trial,
  holder: Holder,
  file: string,
  more: Partial<BrokerOptions> = {},
): Promise<NatsConnection> {
  return connectBroker({ ...loginOf(trial, holder, file), ...more });
}

/** @param file of the credentials; default: those of the first start */
export function loginOf(trial: Trial, holder: Holder, file = fileOf(trial, holder)): BrokerOptions {
  return {
    servers: trial.servers,
    ...fileOption(trial.plan, file),
    ...(trial.caFile === undefined ? {} : { tls: { caFile: trial.caFile } }),
    inboxPrefix: inboxOf(holder),
  };
}

/** Waits after a reload: for a moment a server knows no new login, and leaves dials without an answer (nats-server 8606). */
export async function untilAccepted(login: BrokerOptions): Promise<void> {
  await until(() =>
    connectBroker({ ...login, reconnect: false, timeoutMs: 1_000 }).then(
      async (connection) => {
        await connection.close();
        return true;
      },
      () => false,
    ),
  );
}

/** Credentials beside those of the first start. */
export async function mintFile(
  trial: Trial,
  holder: Holder,
  options: Parameters<typeof mint>[2] = {},
): Promise<string> {
  const { minted, reload } = await mint(trial.kit, [holder], options);
  const [one] = minted;
  if (one === undefined) throw new Error("nothing was minted");
  if (reload) {
    trial.reload();
    await untilAccepted(loginOf(trial, holder, one.file));
  }
  return one.file;
}
