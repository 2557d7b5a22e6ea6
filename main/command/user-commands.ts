import type { Command } from "commander";
import { openKit } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import type { Issued } from "../admin/kit/plan.ts";
import { type Holder, revoke } from "../admin/kit/users.ts";
import { defined } from "../contract/defined.ts";
import { type CommandContext, readIds, wordsOf } from "./command-context.ts";
import { collect } from "./command-options.ts";
import { momentBefore } from "./duration.ts";
import { dateOf, nameOf } from "./holder-names.ts";
import { type MintCommandOptions, runMint } from "./mint-command.ts";

/** Names that a message shows of many. */
const EXAMPLES = 5;

interface WhoOptions {
  readonly kit: string;
  readonly service?: readonly string[];
  readonly administrator?: boolean;
  readonly keeper?: boolean;
  readonly portal?: boolean;
  readonly hr?: boolean;
  readonly usersFile?: string;
  readonly json?: boolean;
}

/** Adds `alrimi users mint | revoke | list`. @returns the group of commands */
export function addUserCommands(program: Command, context: CommandContext): Command {
  const words = wordsOf(context);
  const users = program.command("users").description(words.users);
  const withWho = (command: Command): Command =>
    command
      .argument("[user...]")
      .option("--kit <folder>", words.option.kit, ".")
      .option("--service <id>", words.option.service, collect)
      .option("--administrator", words.option.administrator)
      .option("--keeper", words.option.keeper)
      .option("--portal", words.option.portal)
      .option("--hr", words.option.hr)
      .option("--users-file <file>", words.option.usersFile)
      .option("--json", context.shared.option.json);

  withWho(users.command("mint").description(words.mint))
    .option("--expires <time>", words.option.expires)
    .option("--out <folder>", words.option.credentialsOut)
    .option("--missing", words.option.missing)
    .option("--expiring <time>", words.option.expiring)
    .action(async (ids: string[], options: WhoOptions & MintCommandOptions) =>
      runMint(await holdersOf(ids, options, context), options, context),
    );

  withWho(users.command("revoke").description(words.revoke))
    .option("--older-than <time>", words.option.olderThan)
    .action(async (ids: string[], options: WhoOptions & { olderThan?: string }) => {
      const issuedBefore = options.olderThan === undefined ? undefined : momentIn(options.olderThan, context);
      const holders = await holdersOf(ids, options, context, issuedBefore !== undefined);
      const { revoked, without } = await revoke(options.kit, holders, defined({ issuedBefore }));
      const none = issuedBefore === undefined ? words.revoked(0) : words.noneOlder;
      const lines = [
        revoked === 0 ? none : words.revoked(revoked),
        ...(issuedBefore !== undefined && without.length > 0
          ? [words.without(without.length, without.slice(0, EXAMPLES).map(nameOf).join(", "))]
          : []),
        words.reload(options.kit),
      ];
      context.tell({ code: 0, text: lines.join("\n"), json: { ok: true, revoked, without, reload: true } });
    });

  users
    .command("list")
    .description(words.list)
    .option("--kit <folder>", words.option.kit, ".")
    .option("--json", context.shared.option.json)
    .action(async ({ kit }: { kit: string }) => {
      const { issued } = await openKit(kit);
      const now = Date.now() / 1000;
      const lines = issued.map((each) =>
        words.listed(
          nameOf({ role: each.role, id: idOf(each.token) }),
          stateOf(each, now, context),
          each.publicKey,
        ),
      );
      const list = issued.map((each) => ({ ...each, id: idOf(each.token) }));
      context.tell({ code: 0, text: lines.join("\n") || words.nobody, json: { ok: true, issued: list } });
    });
  return users;
}

async function holdersOf(
  ids: readonly string[],
  options: WhoOptions,
  context: CommandContext,
  mayBeNobody = false,
): Promise<readonly Holder[]> {
  const listed = options.usersFile === undefined ? [] : await readIds(options.usersFile, context);
  const holders: Holder[] = [
    ...[...ids, ...listed].map((id) => ({ role: "app" as const, id })),
    ...(options.service ?? []).map((id) => ({ role: "writer" as const, id })),
    ...(options.administrator === true ? [{ role: "administrator" as const, id: "administrator" }] : []),
    ...(options.keeper === true ? [{ role: "keeper" as const, id: "keeper" }] : []),
    ...(options.portal === true ? [{ role: "portal" as const, id: "portal" }] : []),
    ...(options.hr === true ? [{ role: "hr" as const, id: "hr" }] : []),
  ];
  if (holders.length === 0 && !mayBeNobody)
    throw new KitError("bad-setting", "alrimi users", wordsOf(context).nobodyNamed);
  return holders;
}

/** Seconds since the Unix epoch. @throws {KitError} `bad-setting` */
function momentIn(text: string, context: CommandContext): number {
  const moment = momentBefore(text, Date.now() / 1000);
  if (moment === "bad") throw new KitError("bad-setting", "--older-than", wordsOf(context).momentBefore);
  return moment;
}

function idOf(token: string): string {
  return decodeURIComponent(token);
}

function stateOf({ expiresAt, revokedAt }: Issued, now: number, context: CommandContext): string {
  const { state } = wordsOf(context);
  if (revokedAt !== undefined) return state.revoked;
  if (expiresAt === undefined) return state.valid;
  return expiresAt > now ? state.until(dateOf(expiresAt)) : state.expired;
}
