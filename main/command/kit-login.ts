import { existsSync } from "node:fs";
import { join } from "node:path";
import { singleFile } from "../admin/kit/credential-files.ts";
import { openKit } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { type BrokerPlan, clientUrls, PLAN_FILE } from "../admin/kit/plan.ts";
import { canonicalId } from "../contract/subject.ts";
import { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { ADMINISTRATOR_INBOX } from "../nats/permissions.ts";
import type { CommandContext } from "./command-context.ts";
import { brokerOptions, type CommonOptions, readNamed, tlsOf } from "./command-options.ts";

/** A kit, and how its holders log in. */
export interface KitLogin {
  readonly kit: string;
  readonly plan: BrokerPlan;
  /** Servers and authority. */
  readonly common: BrokerOptions;
  readonly administrator: BrokerOptions;
}

/**
 * Opens a kit. `--server` and the TLS options have priority over it.
 * @param folder a kit, or the folder of a trial, which contains one
 * @throws {KitError | FileError} (rejects)
 */
export async function kitLogin(folder: string, options: CommonOptions): Promise<KitLogin> {
  const kit = [folder, join(folder, "kit")].find((each) => existsSync(join(each, PLAN_FILE))) ?? folder;
  const plan = await openKit(kit);
  const ca = options.tlsCa ?? join(kit, "tls", "ca.pem");
  const common: BrokerOptions = {
    servers: options.server ?? clientUrls(plan),
    ...tlsOf(existsSync(ca) ? { ...options, tlsCa: ca } : options),
  };
  const administrator = { ...common, ...loginOf("administrator", singleFile(kit, plan, "administrator")) };
  return { kit, plan, common, administrator };
}

/**
 * Recognises a credentials file by its content. A file with neither a JWT nor a seed holds the password of `username`.
 */
export function loginOf(username: string, file: string): Partial<BrokerOptions> {
  const text = new TextDecoder().decode(readNamed(file));
  if (text.includes("BEGIN NATS USER JWT")) return { credsFile: file };
  if (/^\s*SU[A-Z2-7]{56}\s*$/.test(text)) return { nkeyFile: file };
  return { username, password: text.replace(/\r?\n$/, "") };
}

/** The administrator's login: the kit's, or that of the options. @throws {KitError | FileError} (rejects) */
export async function administratorOf(
  options: CommonOptions & { readonly kit?: string },
  { env }: Pick<CommandContext, "env">,
): Promise<BrokerOptions> {
  if (options.kit === undefined) return brokerOptions(options, env, ADMINISTRATOR_INBOX);
  return (await kitLogin(options.kit, options)).administrator;
}

/** Connects for one work. @throws {BrokerError} (rejects), and what the work throws */
export async function asAdministrator<Result>(
  login: BrokerOptions,
  work: (connection: NatsConnection) => Promise<Result>,
): Promise<Result> {
  const connection = await connectBroker({ ...login, inboxPrefix: ADMINISTRATOR_INBOX, reconnect: false });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** The canonical id in an argument. @throws {KitError} `bad-id` */
export function idIn(text: string): string {
  const id = canonicalId(text);
  if (!id.ok) throw new KitError("bad-id", text, id.detail);
  return id.value;
}
