import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { putCatalog } from "../../main/admin/catalog.ts";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import type { Trial } from "../../main/admin/trial/trial.ts";
import type { Person } from "../../main/contract/people.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import { BACK } from "../../main/server/sign-on/oidc-sign-on.ts";
import { ADMINISTRATOR, connectTo, enrolmentIn, KEEPER, keeperLogin, trialOn } from "../admin/kit/ways.ts";
import { until } from "../nats/real-broker.ts";
import { CLIENT, type CompanySignOn, companySignOn } from "../server/sign-on/company-sign-on.ts";
import { freePort } from "../server/sign-on/free-port.ts";
import { SERVICES } from "./company.ts";

/** A company whose PCs enrol: broker, `alrimi server` with the company's sign-on, and people. */
export interface EnrolmentCompany {
  readonly folder: string;
  readonly trial: Trial;
  readonly signOn: CompanySignOn;
  readonly administrator: NatsConnection;
  /** Origin of the enrolment server. */
  readonly url: string;
  /** The policy of a PC: the server for the enrolment, and nothing else. Returns the file's path. */
  policy(more?: object): Promise<string>;
  put(people: readonly Person[]): Promise<void>;
  publish(user: string, count: number): Promise<void>;
  /** @param lifetime of the logins in seconds */
  startServer(lifetime?: number): Promise<void>;
  stopServer(): Promise<void>;
  dispose(): Promise<void>;
}

const SERVICE = "hr-leave";

export async function startEnrolmentCompany(): Promise<EnrolmentCompany> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-enrolment-"));
  const holders = [ADMINISTRATOR, KEEPER, { role: "writer" as const, id: SERVICE }];
  const trial = await trialOn(folder, { credentials: "jwt", holders });
  const file = await enrolmentIn(trial);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const signOn = await companySignOn(url + BACK);
  const clientSecretFile = join(folder, "client-secret");
  await writeFile(clientSecretFile, CLIENT.secret);
  const administrator = await connectTo(trial, ADMINISTRATOR);
  await putCatalog(administrator, new TextEncoder().encode(JSON.stringify({ services: SERVICES })));
  let server: RunningParts | undefined;
  let sequence = 0;
  const company: EnrolmentCompany = {
    ...{ folder, trial, signOn, administrator, url },
    async policy(more = {}) {
      const path = join(folder, `policy-${Math.random()}.json`);
      await writeFile(path, JSON.stringify({ enrol: url, ...more }));
      return path;
    },
    async put(people) {
      const { revision, covers } = await readDirectory(administrator);
      await writeDirectory(administrator, { people, revision, covers, now: Date.now() });
    },
    async publish(user, count) {
      const writer = await connectTo(trial, { role: "writer", id: SERVICE });
      const publisher = createPublisher(writer, { outcomeMs: 60_000 });
      // The keeper refuses a person until it has read the new directory.
      await until(async () => {
        sequence += 1;
        const { outcome } = await publisher.publish({ user, service: SERVICE, count, sequence });
        return outcome === "kept";
      });
      await writer.close();
    },
    async startServer(lifetime = 3_600) {
      server = await startParts({
        broker: keeperLogin(trial),
        parts: {
          keeper: false,
          web: {
            ...{ host: "127.0.0.1", port, url, enrolment: { file, lifetime, idle: 86_400 } },
            signOn: {
              oidc: {
                ...{ issuer: signOn.issuer, clientId: CLIENT.id, clientSecretFile },
                ...{ claim: "preferred_username", scopes: ["openid", "profile"], sessionHours: 8 },
              },
            },
          },
        },
        log: () => {},
      });
      await until(async () => (await fetch(`${url}/v1/enrol/nonce`).catch(() => undefined))?.ok === true);
    },
    async stopServer() {
      await server?.stop();
      server = undefined;
    },
    async dispose() {
      await server?.stop();
      await administrator.close();
      await signOn[Symbol.asyncDispose]();
      await trial.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await company.startServer();
  return company;
}
