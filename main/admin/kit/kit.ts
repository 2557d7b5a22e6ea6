import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { defined } from "../../contract/defined.ts";
import type { PlanFault } from "../../contract/kit-reason.ts";
import { readGivenFile } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";
import { createAccount, createUser, seedOf } from "../../nats/nkeys.ts";
import { permissionsOf, type Role } from "../../nats/permissions.ts";
import { ACCOUNT_OF, accountsBlock, type ByAccount } from "./accounts.ts";
import { quote, quoteAll } from "./conf.ts";
import { KitError } from "./kit-error.ts";
import { createOperator, type OperatorSeeds, operatorBlock, systemCreds, userCreds } from "./operator.ts";
import { BrokerPlan, hasMqtt, type Issued, inForce, PLAN_FILE } from "./plan.ts";
import { readSeed, writeSecret } from "./secret-files.ts";
import { ACCOUNTS_FILE, serverConfig } from "./server-config.ts";

/** The input of a new kit. Keys and passwords are generated. */
export type KitInput = Pick<BrokerPlan, "credentials" | "cluster" | "servers" | "maxFileBytes">;

/** Maximum size of `broker.json`, in bytes. One entry of `issued` has 300 bytes, so a million entries fit. */
const MAX_PLAN = 512 * 1024 * 1024;

/** Makes the plan and the keys of a new kit, and writes them. @throws {KitError} (rejects) `kit-exists`, `bad-plan` */
export async function createKit(folder: string, input: KitInput): Promise<BrokerPlan> {
  if (existsSync(join(folder, PLAN_FILE))) throw new KitError("kit-exists", folder, "--host");
  const base = {
    ...input,
    version: 1 as const,
    routePassword: randomBytes(24).toString("base64url"),
    issued: [],
  };
  if (input.credentials === "nkey") return savePlan(folder, base);
  const { seeds, accounts, operator } = await createOperator();
  const plan = checkPlan(join(folder, PLAN_FILE), { ...base, operator, accounts }); // before anything is written
  await writeSeeds(folder, seeds);
  writeSecret(join(folder, "users", "system.creds"), await systemCreds(seeds));
  return savePlan(folder, plan);
}

/** Reads the plan of a kit. @throws {KitError} (rejects) `no-kit`, `bad-plan` */
export async function openKit(folder: string): Promise<BrokerPlan> {
  const file = join(folder, PLAN_FILE);
  let text: string;
  try {
    text = readGivenFile(file, MAX_PLAN).toString("utf8");
  } catch (cause) {
    const reason = reasonOf(cause);
    if (reason === "ENOENT" || reason === "ENOTDIR") throw new KitError("no-kit", folder, "", { cause });
    throw new KitError("bad-plan", file, reason, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KitError("bad-plan", file, "not-json" satisfies PlanFault, { cause });
  }
  return checkPlan(file, value);
}

/**
 * Checks and writes the plan of a kit. The first port for MQTT makes its account.
 * @throws {KitError} (rejects) `bad-plan`, `mqtt-needs-jwt`
 */
export async function savePlan(folder: string, plan: unknown): Promise<BrokerPlan> {
  const file = join(folder, PLAN_FILE);
  const saved = withMqttAccount(checkPlan(file, plan));
  writeSecret(file, `${JSON.stringify(saved, null, 2)}\n`);
  return saved;
}

/** The plan with an account for readers. With nkeys the configuration has one as soon as there is a reader. */
export function withReadersAccount(plan: BrokerPlan): BrokerPlan {
  const { accounts } = plan;
  if (accounts === undefined || accounts.READERS !== undefined) return plan;
  return { ...plan, accounts: { ...accounts, READERS: createAccount().getPublicKey() } };
}

function withMqttAccount(plan: BrokerPlan): BrokerPlan {
  const { accounts } = plan;
  if (accounts === undefined || accounts.MQTT !== undefined || !hasMqtt(plan)) return plan;
  return { ...plan, accounts: { ...accounts, MQTT: createAccount().getPublicKey() } };
}

/**
 * Writes every server's folder. Repeated calls write the same, except for the time in signed accounts.
 * @returns the paths of the `nats-server.conf` files
 * @throws {KitError} (rejects) `missing-key`
 */
export async function writeConfig(folder: string, plan: BrokerPlan): Promise<readonly string[]> {
  return (await prepareConfig(folder, plan)).write();
}

/**
 * Prepares every server's folder, so that a missing key is found before any file is changed.
 * @throws {KitError} (rejects) `missing-key`
 */
export async function prepareConfig(
  folder: string,
  plan: BrokerPlan,
): Promise<{ readonly write: () => Promise<readonly string[]> }> {
  const accounts = `${(await accountsText(folder, plan)).join("\n")}\n`;
  const write = async (): Promise<readonly string[]> => {
    const files: string[] = [];
    for (const server of plan.servers) {
      const at = serverFolder(folder, server.name);
      const file = join(at, "nats-server.conf");
      writeSecret(join(at, ACCOUNTS_FILE), accounts);
      writeSecret(file, serverConfig(plan, server));
      files.push(file);
    }
    return files;
  };
  return { write };
}

/** The folder to copy to one server. */
export function serverFolder(folder: string, name: string): string {
  return join(folder, "servers", name);
}

/**
 * Makes credentials for a role.
 * @param token the subject token (encoded id)
 * @param times seconds since the Unix epoch
 * @returns the entry of the register, and the secret, which is stored nowhere else
 * @throws {KitError} (rejects) `no-expiry` for nkeys, `missing-key`
 */
export async function issue(
  folder: string,
  plan: BrokerPlan,
  { role, token }: { readonly role: Role; readonly token: string },
  times: { readonly now: number; readonly expiresAt?: number },
): Promise<{ readonly issued: Issued; readonly secret: string | Uint8Array }> {
  const entry = {
    role,
    token,
    issuedAt: times.now,
    ...defined({ expiresAt: times.expiresAt }),
  };
  if (plan.accounts === undefined) {
    if (times.expiresAt !== undefined) throw new KitError("no-expiry", "--expires");
    const user = createUser();
    return { issued: { ...entry, publicKey: user.getPublicKey() }, secret: `${seedOf(user)}\n` };
  }
  const { publicKey, creds } = await userCreds(entry, plan.accounts, await roleSeed(folder, role));
  return { issued: { ...entry, publicKey }, secret: creds };
}

async function accountsText(folder: string, plan: BrokerPlan): Promise<string[]> {
  const { accounts, operator } = plan;
  if (accounts !== undefined && operator !== undefined) {
    return operatorBlock({ ...plan, accounts, operator }, await readSeeds(folder));
  }
  const users: { -readonly [Account in keyof ByAccount<string[]>]: ByAccount<string[]>[Account] } = {
    ...{ ALRIMI: [], APPS: [], WRITERS: [] },
  };
  for (const entry of inForce(plan.issued, 0)) {
    const account = ACCOUNT_OF[entry.role];
    users[account] = [...(users[account] ?? []), nkeyUser(entry)];
  }
  return accountsBlock(users, { maxFileBytes: plan.maxFileBytes });
}

function nkeyUser({ role, token, publicKey }: Issued): string {
  const { publish, subscribe } = permissionsOf(role, token);
  return (
    `{ nkey: ${quote(publicKey)}, permissions: ` +
    `{ publish: { allow: ${quoteAll(publish)} }, subscribe: { allow: ${quoteAll(subscribe)} } } }`
  );
}

function checkPlan(file: string, value: unknown): BrokerPlan {
  const parsed = v.safeParse(BrokerPlan, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new KitError("bad-plan", file, `${v.getDotPath(issue) ?? ""}: ${issue.message}`);
  }
  const { servers, credentials, accounts, operator } = parsed.output;
  const isJwt = credentials === "jwt";
  if (isJwt !== (accounts !== undefined) || isJwt !== (operator !== undefined)) {
    throw new KitError("bad-plan", file, "mixed-credentials" satisfies PlanFault);
  }
  if (!isJwt && hasMqtt(parsed.output)) throw new KitError("mqtt-needs-jwt", file);
  if (new Set(servers.map(({ name }) => name)).size < servers.length) {
    throw new KitError("bad-plan", file, "same-name" satisfies PlanFault);
  }
  if (servers.length % 2 === 0) {
    throw new KitError("bad-plan", file, "even-servers" satisfies PlanFault);
  }
  return parsed.output;
}

/** The roles that there were not in the first kits. */
const LATER_ROLES: readonly Role[] = ["keeper", "mqtt", "portal", "hr", "reader"];

/** The seed that signs a role's logins. A kit from before there was such a role gets that one now. */
async function roleSeed(folder: string, role: Role): Promise<string> {
  const file = roleFile(folder, role);
  if (LATER_ROLES.includes(role) && !existsSync(file)) writeSecret(file, `${seedOf(createAccount())}\n`);
  return readSeed(file);
}

function roleFile(folder: string, role: Role): string {
  return join(folder, "keys", `role-${role}.seed`);
}

/** The seed that signs the logins of enrolled apps; undefined unless {@link makeEnrolmentSeed} made it. */
export async function enrolmentSeed(folder: string): Promise<string | undefined> {
  const file = enrolmentFile(folder);
  return existsSync(file) ? readSeed(file) : undefined;
}

/** Makes the seed of {@link enrolmentSeed}, or another one instead of it. */
export function makeEnrolmentSeed(folder: string): void {
  writeSecret(enrolmentFile(folder), `${seedOf(createAccount())}\n`);
}

function enrolmentFile(folder: string): string {
  return join(folder, "keys", "enrolment.seed");
}

async function writeSeeds(folder: string, { operator, system, roles }: OperatorSeeds): Promise<void> {
  writeSecret(join(folder, "keys", "operator.seed"), `${operator}\n`);
  writeSecret(join(folder, "keys", "system-account.seed"), `${system}\n`);
  for (const [role, seed] of Object.entries(roles)) writeSecret(roleFile(folder, role as Role), `${seed}\n`);
}

async function readSeeds(folder: string): Promise<OperatorSeeds> {
  const role = (name: Role): Promise<string> => roleSeed(folder, name);
  return {
    operator: await readSeed(join(folder, "keys", "operator.seed")),
    system: await readSeed(join(folder, "keys", "system-account.seed")),
    roles: {
      administrator: await role("administrator"),
      keeper: await role("keeper"),
      writer: await role("writer"),
      mqtt: await role("mqtt"),
      app: await role("app"),
      portal: await role("portal"),
      hr: await role("hr"),
      reader: await role("reader"),
    },
    enrolment: await enrolmentSeed(folder),
  };
}
