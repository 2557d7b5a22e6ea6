import type { Command } from "commander";
import { openKit } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import type { Issued } from "../admin/kit/plan.ts";
import { type Holder, type Minted, mint, PEOPLE_SECONDS, revoke } from "../admin/kit/users.ts";
import { defined } from "../contract/defined.ts";
import { SINGLE_ROLES } from "../nats/permissions.ts";
import { type CommandContext, readIds, wordsOf } from "./command-context.ts";
import { collect } from "./command-options.ts";
import { expiryOf } from "./duration.ts";

interface WhoOptions {
  readonly kit: string;
  readonly service?: readonly string[];
  readonly administrator?: boolean;
  readonly keeper?: boolean;
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
      .option("--users-file <file>", words.option.usersFile)
      .option("--json", context.shared.option.json);

  withWho(users.command("mint").description(words.mint))
    .option("--expires <time>", words.option.expires)
    .option("--out <folder>", words.option.credentialsOut)
    .action(async (ids: string[], options: WhoOptions & { expires?: string; out?: string }) => {
      const holders = await holdersOf(ids, options, context);
      const minted = await mintAll(options.kit, holders, options, context);
      const lines = minted.minted.map((each) =>
        words.minted(nameOf(each), each.file, dateOf(each.expiresAt)),
      );
      const then = minted.reload ? words.reload(options.kit) : words.noReload;
      context.tell({
        code: 0,
        text: [...lines, then].join("\n"),
        json: { ok: true, minted: minted.minted, reload: minted.reload },
      });
    });

  withWho(users.command("revoke").description(words.revoke)).action(
    async (ids: string[], options: WhoOptions) => {
      const { revoked } = await revoke(options.kit, await holdersOf(ids, options, context));
      context.tell({
        code: 0,
        text: `${words.revoked(revoked)}\n${words.reload(options.kit)}`,
        json: { ok: true, revoked, reload: true },
      });
    },
  );

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

/** Mints with the given period for all, or with the default of each role; see {@link PEOPLE_SECONDS}. */
async function mintAll(
  kit: string,
  holders: readonly Holder[],
  { expires, out }: { readonly expires?: string; readonly out?: string },
  context: CommandContext,
): Promise<{ readonly minted: readonly Minted[]; readonly reload: boolean }> {
  const { credentials } = await openKit(kit);
  const now = Math.floor(Date.now() / 1000);
  const given = expires === undefined ? undefined : expiryOf(expires, now);
  if (given === "bad") throw new KitError("bad-setting", "--expires", wordsOf(context).duration);
  const people = expires === undefined && credentials === "jwt" ? now + PEOPLE_SECONDS : given;
  const candidates = holders.map((holder) => {
    const expiresAt = holder.role === "app" ? people : given;
    return { ...holder, ...defined({ expiresAt }) };
  });
  return mint(kit, candidates, defined({ outDir: out }));
}

async function holdersOf(
  ids: readonly string[],
  options: WhoOptions,
  context: CommandContext,
): Promise<readonly Holder[]> {
  const listed = options.usersFile === undefined ? [] : await readIds(options.usersFile, context);
  const holders: Holder[] = [
    ...[...ids, ...listed].map((id) => ({ role: "app" as const, id })),
    ...(options.service ?? []).map((id) => ({ role: "writer" as const, id })),
    ...(options.administrator === true ? [{ role: "administrator" as const, id: "administrator" }] : []),
    ...(options.keeper === true ? [{ role: "keeper" as const, id: "keeper" }] : []),
  ];
  if (holders.length === 0) throw new KitError("bad-setting", "alrimi users", wordsOf(context).nobodyNamed);
  return holders;
}

function nameOf({ role, id }: Holder): string {
  return SINGLE_ROLES.includes(role) ? role : `${role === "app" ? "user" : "service"} ${id}`;
}

function idOf(token: string): string {
  return decodeURIComponent(token);
}

function stateOf({ expiresAt, revokedAt }: Issued, now: number, context: CommandContext): string {
  const { state } = wordsOf(context);
  if (revokedAt !== undefined) return state.revoked;
  if (expiresAt === undefined) return state.valid;
  return expiresAt > now ? state.until(dateOf(expiresAt) ?? "") : state.expired;
}

function dateOf(seconds: number | undefined): string | undefined {
  return seconds === undefined
    ? undefined
    : new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}
