import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CheckInput, checkBroker } from "../admin/check/check.ts";
import { type CredentialsFound, newestFile } from "../admin/kit/credential-files.ts";
import { issue } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import type { BrokerPlan } from "../admin/kit/plan.ts";
import { readTokens } from "../admin/kit/tokens.ts";
import { tokenFor } from "../admin/kit/users.ts";
import { defined } from "../contract/defined.ts";
import type { Finding } from "../contract/findings.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX } from "../nats/permissions.ts";
import { describeBrokerProblem } from "../words/broker/index.ts";
import { describeFinding } from "../words/check/index.ts";
import { type CommandContext, wordsOf } from "./command-context.ts";
import { brokerOptions, type CommonOptions } from "./command-options.ts";
import type { Report } from "./command-reports.ts";
import { secondsOf } from "./duration.ts";
import { kitLogin, loginOf } from "./kit-login.ts";

/** The id of a login for one check, and its lifetime in seconds. */
const PASSER_BY = "alrimi-check-other";
const PASSING = 10 * 60;

export interface CheckOptions {
  readonly kit?: string;
  readonly user?: string;
  readonly userFile?: string;
  readonly otherUser?: string;
  readonly otherUserFile?: string;
  readonly service?: string;
  readonly serviceFile?: string;
  readonly replicas?: number;
  readonly fullAt: number;
  readonly silentFor: string;
}

/**
 * Runs `alrimi broker check` and reports the findings. @throws {BrokerError | KitError | FileError} (rejects) for bad
 * options
 */
export async function runCheck(
  options: CommonOptions & CheckOptions,
  context: CommandContext,
): Promise<void> {
  const input =
    options.kit === undefined ? byOptions(options, context) : await byKit(options.kit, options, context);
  const findings = await checkBroker(input);
  const count = (level: Finding["level"]): number => findings.filter((each) => each.level === level).length;
  const [bad, warnings] = [count("bad"), count("warning")];
  const lines = findings.map((finding) => describeFinding(context.language, finding));
  context.tell({
    code: codeOf(findings),
    text: [...lines, wordsOf(context).summary(bad, warnings)].join("\n"),
    json: {
      ok: bad === 0,
      findings: findings.map((finding, index) => ({ ...finding, message: lines[index]?.slice(2) })),
    },
  });
}

/**
 * The exit codes of every command: 3 when no server is reachable, 4 when a login is refused, 1 for another bad finding.
 */
function codeOf(findings: readonly Finding[]): Report["code"] {
  const bad = findings.filter(({ level }) => level === "bad");
  if (bad.length === 0) return 0;
  const has = (code: Finding["code"]): boolean => findings.some((each) => each.code === code);
  if (!has("server-ok") && !has("jetstream-off")) return 3;
  return has("administrator-refused") || has("login-refused") ? 4 : 1;
}

function byOptions(options: CommonOptions & CheckOptions, context: CommandContext): CheckInput {
  const administrator = brokerOptions(options, context.env, ADMINISTRATOR_INBOX);
  const { servers, tls } = administrator;
  const common = { servers, ...defined({ tls }) };
  const { user, userFile, otherUser, otherUserFile, service, serviceFile } = options;
  return {
    ...rest(options, context),
    administrator,
    ...(user === undefined || userFile === undefined
      ? {}
      : { app: { user, login: { ...common, ...loginOf(user, userFile) } } }),
    ...(otherUser === undefined || otherUserFile === undefined
      ? {}
      : { other: { user: otherUser, login: { ...common, ...loginOf(otherUser, otherUserFile) } } }),
    ...(service === undefined || serviceFile === undefined
      ? {}
      : { writer: { service, login: { ...common, ...loginOf(service, serviceFile) } } }),
  };
}

/** The input from a kit. @param folder a kit, or the folder of a trial, which contains one */
async function byKit(
  folder: string,
  options: CommonOptions & CheckOptions,
  context: CommandContext,
): Promise<CheckInput> {
  const { kit, plan, common, administrator } = await kitLogin(folder, options);
  for (const id of [options.user, options.otherUser, options.service])
    if (id !== undefined) tokenFor({ role: "app", id });
  const app = named(options.user, options.userFile) ?? newestFile(kit, plan, "app", options.user);
  const writer =
    named(options.service, options.serviceFile) ?? newestFile(kit, plan, "writer", options.service);
  const other = app === undefined ? undefined : await otherApp(kit, plan, app.id, options);
  return {
    ...rest(options, context),
    replicas: options.replicas ?? Math.min(plan.servers.length, 3),
    administrator,
    register: { issued: plan.issued, tokens: readTokens(kit) },
    ...systemIn(kit, plan, common),
    ...defined({
      app: app && { user: app.id, login: { ...common, ...loginOf(app.id, app.file) } },
      other: other && { user: other.id, login: { ...common, ...other.login } },
      writer: writer && { service: writer.id, login: { ...common, ...loginOf(writer.id, writer.file) } },
    }),
  };
}

/** The login for monitoring, if the kit has it. */
function systemIn(kit: string, { accounts }: BrokerPlan, common: BrokerOptions): Pick<CheckInput, "system"> {
  const credsFile = join(kit, "users", "system.creds");
  if (accounts === undefined || !existsSync(credsFile)) return {};
  return { system: { login: { ...common, credsFile }, account: accounts.APPS } };
}

/** Credentials that the command line names; they may have left the kit. */
function named(id: string | undefined, file: string | undefined): CredentialsFound | undefined {
  return id === undefined || file === undefined ? undefined : { id, file };
}

/**
 * A second person's login, named or from the kit. Without one, and if the kit has the signing key, it makes a JWT for an unused
 * id that expires in minutes. That one is not in the register and not written to a file.
 */
async function otherApp(
  kit: string,
  plan: BrokerPlan,
  first: string,
  { otherUser: wanted, otherUserFile }: CheckOptions,
): Promise<{ readonly id: string; readonly login: Partial<BrokerOptions> } | undefined> {
  const found = named(wanted, otherUserFile) ?? newestFile(kit, plan, "app", wanted, first);
  if (found !== undefined) return { id: found.id, login: loginOf(found.id, found.file) };
  if (plan.credentials !== "jwt" || wanted !== undefined) return undefined;
  const now = Math.floor(Date.now() / 1000);
  const holder = { role: "app", token: PASSER_BY } as const;
  const made = await issue(kit, plan, holder, { now, expiresAt: now + PASSING }).catch((error: unknown) => {
    if (!(error instanceof KitError)) throw error;
    return undefined; // the key is kept offline
  });
  return made && { id: PASSER_BY, login: { creds: Buffer.from(made.secret).toString() } };
}

/** @throws {KitError} `bad-setting` */
function rest(
  { replicas, fullAt, silentFor }: CheckOptions,
  context: CommandContext,
): Pick<CheckInput, "describe" | "replicas" | "fullAt" | "silentFor"> {
  const seconds = secondsOf(silentFor);
  if (seconds === "bad") throw new KitError("bad-setting", "--silent-for", wordsOf(context).duration);
  return {
    describe: (error) => describeBrokerProblem(context.language, error),
    fullAt,
    ...defined({ replicas, silentFor: seconds && seconds * 1000 }),
  };
}
