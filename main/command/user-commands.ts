import type { Command } from "commander";
import { openKit } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import type { Issued } from "../admin/kit/plan.ts";
import { type Holder, type Minted, mint, PEOPLE_SECONDS, revoke } from "../admin/kit/users.ts";
import { type CommandContext, readIds, textsOf } from "./command-context.ts";
import { collect } from "./command-options.ts";
import { expiryOf } from "./duration.ts";

interface WhoOptions {
  readonly kit: string;
  readonly service?: readonly string[];
  readonly administrator?: boolean;
  readonly usersFile?: string;
  readonly json?: boolean;
}

/** `alrimi users mint | revoke | list`. */
export function addUserCommands(program: Command, context: CommandContext): void {
  const texts = textsOf(context);
  const users = program.command("users").description(texts.users);
  const withWho = (command: Command): Command =>
    command
      .argument("[user...]")
      .option("--kit <folder>", texts.option.kit, ".")
      .option("--service <id>", texts.option.service, collect)
      .option("--administrator", texts.option.administrator)
      .option("--users-file <file>", texts.option.usersFile)
      .option("--json", context.shared.option.json);

  withWho(users.command("mint").description(texts.mint))
    .option("--expires <time>", texts.option.expires)
    .option("--out <folder>", texts.option.credentialsOut)
    .action(async (ids: string[], options: WhoOptions & { expires?: string; out?: string }) => {
      const holders = await holdersOf(ids, options, context);
      const minted = await mintAll(options.kit, holders, options, context);
      const lines = minted.minted.map((each) =>
        texts.minted(nameOf(each), each.file, dateOf(each.expiresAt)),
      );
      const then = minted.reload ? texts.reload(options.kit) : texts.noReload;
      context.tell({
        code: 0,
        text: [...lines, then].join("\n"),
        json: { ok: true, minted: minted.minted, reload: minted.reload },
      });
    });

  withWho(users.command("revoke").description(texts.revoke)).action(
    async (ids: string[], options: WhoOptions) => {
      const { revoked } = await revoke(options.kit, await holdersOf(ids, options, context));
      context.tell({
        code: 0,
        text: `${texts.revoked(revoked)}\n${texts.reload(options.kit)}`,
        json: { ok: true, revoked, reload: true },
      });
    },
  );

  users
    .command("list")
    .description(texts.list)
    .option("--kit <folder>", texts.option.kit, ".")
    .option("--json", context.shared.option.json)
    .action(async ({ kit }: { kit: string }) => {
      const { issued } = await openKit(kit);
      const now = Date.now() / 1000;
      const lines = issued.map((each) =>
        texts.listed(
          nameOf({ role: each.role, id: idOf(each.token) }),
          stateOf(each, now, context),
          each.publicKey,
        ),
      );
      const list = issued.map((each) => ({ ...each, id: idOf(each.token) }));
      context.tell({ code: 0, text: lines.join("\n") || texts.nobody, json: { ok: true, issued: list } });
    });
}

/** One period for all, or everybody's own; see {@link PEOPLE_SECONDS}. */
async function mintAll(
  kit: string,
  holders: readonly Holder[],
  { expires, out }: { readonly expires?: string; readonly out?: string },
  context: CommandContext,
): Promise<{ readonly minted: readonly Minted[]; readonly reload: boolean }> {
  const { credentials } = await openKit(kit);
  const now = Math.floor(Date.now() / 1000);
  const given = expires === undefined ? undefined : expiryOf(expires, now);
  if (given === "bad") throw new KitError("bad-setting", "--expires", textsOf(context).duration);
  const people = expires === undefined && credentials === "jwt" ? now + PEOPLE_SECONDS : given;
  const candidates = holders.map((holder) => {
    const expiresAt = holder.role === "app" ? people : given;
    return { ...holder, ...(expiresAt === undefined ? {} : { expiresAt }) };
  });
  return mint(kit, candidates, out === undefined ? {} : { outDir: out });
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
  ];
  if (holders.length === 0) throw new KitError("bad-setting", "alrimi users", textsOf(context).nobodyNamed);
  return holders;
}

function nameOf({ role, id }: Holder): string {
  return role === "administrator" ? role : `${role === "app" ? "user" : "service"} ${id}`;
}

function idOf(token: string): string {
  return decodeURIComponent(token);
}

function stateOf({ expiresAt, revokedAt }: Issued, now: number, context: CommandContext): string {
  const { state } = textsOf(context);
  if (revokedAt !== undefined) return state.revoked;
  if (expiresAt === undefined) return state.valid;
  return expiresAt > now ? state.until(dateOf(expiresAt) ?? "") : state.expired;
}

function dateOf(seconds: number | undefined): string | undefined {
  return seconds === undefined
    ? undefined
    : new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}
