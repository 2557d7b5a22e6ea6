import { existsSync } from "node:fs";
import { join } from "node:path";
import { trialCertificates } from "../admin/kit/certificates.ts";
import { newestFile } from "../admin/kit/credential-files.ts";
import { createKit, openKit, savePlan, writeConfig } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import type { MintResult } from "../admin/kit/mint.ts";
import {
  type BrokerPlan,
  type BrokerServer,
  type CredentialsKind,
  clientUrls,
  isHost,
  isServerName,
  PLAN_FILE,
} from "../admin/kit/plan.ts";
import { alone } from "../admin/kit/secret-files.ts";
import { type Holder, newTokenFor } from "../admin/kit/users.ts";
import { STANDING_ROLES } from "../nats/permissions.ts";
import { type CommandContext, clusterWarning, readIds, wordsOf } from "./command-context.ts";
import { mintFor } from "./mint-command.ts";

export interface ConfigOptions {
  readonly out: string;
  readonly host?: readonly string[];
  /** Default: jwt. */
  readonly credentials?: CredentialsKind;
  readonly writer?: readonly string[];
  readonly user?: readonly string[];
  readonly usersFile?: string;
  readonly listen: string;
  readonly clientPort: number;
  readonly clusterPort: number;
  readonly monitorPort: number;
  readonly mqttPort?: number;
  readonly storeDir: string;
  readonly tlsDir: string;
  readonly tls: boolean;
  readonly trialCertificates?: boolean;
  readonly maxFile: number;
}

/** The options for an existing kit. The others are in its `broker.json` and would be ignored, so they are refused. */
const FOR_ANY_KIT = [
  ...["--out", "--writer", "--user", "--users-file", "--trial-certificates", "--mqtt-port", "--json"],
];

/**
 * Runs `alrimi broker config`.
 * @param given the names of the options on the command line, such as `--host`
 * @throws {KitError | FileError} (rejects)
 */
export async function runConfig(
  options: ConfigOptions,
  given: readonly string[],
  context: CommandContext,
): Promise<void> {
  const words = wordsOf(context);
  const { out } = options;
  const isNew = !existsSync(join(out, PLAN_FILE));
  const ignored = given.filter((option) => !FOR_ANY_KIT.includes(option));
  if (!isNew && ignored.length > 0) throw new KitError("kit-exists", out, ignored.join(", "));
  const candidates = await candidatesOf(options, context); // so that a bad id is found before a folder is made
  for (const candidate of candidates) newTokenFor(candidate);
  if (isNew) await makeKit(options, context);
  else await alone(out, async () => savePlan(out, withMqtt(await openKit(out), options)));
  const { minted, left } = await mintMissing(out, candidates, context);
  const plan = await openKit(out);
  if (options.trialCertificates === true) await trialCertificates(join(out, "tls"), plan.servers);
  const files = await alone(out, async () => writeConfig(out, await savePlan(out, await openKit(out))));
  const hasTls = plan.servers.some(({ tlsDir }) => tlsDir !== null);
  const warning = await clusterWarning(plan.servers.length, context);
  context.tell({
    code: left > 0 ? 1 : 0,
    text: [
      words.wrote([...files, ...minted.map(({ file }) => file)].map((file) => `  ${file}`).join("\n")),
      ...(warning === undefined ? [] : [warning]),
      ...(left > 0 ? [words.interrupted(left)] : []),
      words.deploy(out, hasTls, loginOf(out, plan)),
    ].join("\n"),
    json: { ok: left === 0, created: isNew, files, minted, left, servers: clientUrls(plan), warning },
  });
}

/** The connection options of the administrator's commands, to be copied from the screen. */
function loginOf(out: string, plan: BrokerPlan): string {
  const isJwt = plan.credentials === "jwt";
  // Without a file in the kit only its name is shown, because the administrator keeps it elsewhere.
  const file = newestFile(out, plan, "administrator")?.file ?? `administrator.${isJwt ? "creds" : "nk"}`;
  const ownAuthority = join(out, "tls", "ca.pem");
  const authority = existsSync(ownAuthority) ? ownAuthority : "ca.pem";
  return [
    `--server ${clientUrls(plan).join(",")}`,
    `--${isJwt ? "creds" : "nkey"} ${file}`,
    ...(plan.servers.some(({ tlsDir }) => tlsDir !== null) ? [`--tls-ca ${authority}`] : []),
  ].join(" ");
}

async function candidatesOf(options: ConfigOptions, context: CommandContext): Promise<readonly Holder[]> {
  const listed = options.usersFile === undefined ? [] : await readIds(options.usersFile, context);
  return [
    ...(options.writer ?? []).map((id) => ({ role: "writer" as const, id })),
    ...[...(options.user ?? []), ...listed].map((id) => ({ role: "app" as const, id })),
  ];
}

/**
 * Mints missing credentials. A revoked administrator or keeper gets none here, but only by `users mint --administrator`
 * and `--keeper`.
 */
async function mintMissing(
  out: string,
  named: readonly Holder[],
  context: CommandContext,
): Promise<MintResult> {
  const { issued } = await openKit(out);
  const singles = STANDING_ROLES.filter((single) => !issued.some(({ role }) => role === single));
  const holders = [...singles.map((role) => ({ role, id: role })), ...named];
  return mintFor(out, holders, "default", context, { missingFor: 0 });
}

/** The plan of a kit with another port for MQTT, if one is given. */
function withMqtt(plan: BrokerPlan, { mqttPort }: ConfigOptions): BrokerPlan {
  if (mqttPort === undefined) return plan;
  const servers = plan.servers.map(({ mqttPort: _, ...server }) => ({ ...server, ...mqttOf(mqttPort) }));
  return { ...plan, servers };
}

function mqttOf(port = 0): Pick<BrokerServer, "mqttPort"> {
  return port === 0 ? {} : { mqttPort: port };
}

async function makeKit(options: ConfigOptions, context: CommandContext): Promise<void> {
  const servers = serversOf(options, context);
  if (options.trialCertificates === true) await trialCertificates(join(options.out, "tls"), servers);
  await createKit(options.out, {
    credentials: options.credentials ?? "jwt",
    cluster: "alrimi",
    servers,
    maxFileBytes: options.maxFile * 1024 ** 3,
  });
}

function serversOf(options: ConfigOptions, context: CommandContext): BrokerServer[] {
  const hosts = options.host ?? ["127.0.0.1"];
  if (hosts.length % 2 === 0) throw new KitError("bad-setting", "--host", wordsOf(context).oddHosts);
  return hosts.map((text, index) => {
    const [, name = `alrimi-${index + 1}`, host = text] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (!isHost(host) || !isServerName(name)) throw new KitError("bad-host", `--host ${text}`);
    return {
      name,
      host,
      listen: options.listen,
      clientPort: options.clientPort,
      clusterPort: options.clusterPort,
      monitorPort: options.monitorPort === 0 ? null : options.monitorPort,
      ...mqttOf(options.mqttPort),
      storeDir: options.storeDir,
      tlsDir: options.tls ? options.tlsDir : null,
    };
  });
}
