import type { Command } from "commander";
import { asIssued, readEnrolled, withdrawKeys } from "../admin/enrolment.ts";
import { issueCode, unusedCodes, withdrawCodes } from "../admin/enrolment-codes.ts";
import { initEnrolment, revokeEnrolled } from "../admin/kit/enrolment.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import type { EnrolledKey } from "../contract/enrolment.ts";
import { type EnrolmentCommandWords, enrolmentCommandWordsIn } from "../words/enrolment-command/index.ts";
import type { CommandContext } from "./command-context.ts";
import { type CommonOptions, splitList, withCommonOptions } from "./command-options.ts";
import { secondsOf } from "./duration.ts";
import { dateOf } from "./holder-names.ts";
import { asAdministrator, idIn, kitLogin } from "./kit-login.ts";

interface InitOptions {
  readonly kit: string;
  readonly newKey?: boolean;
  readonly ca?: string;
  readonly appServer?: readonly string[];
}

interface KitOptions extends CommonOptions {
  readonly kit: string;
}

const MOST_SECONDS = 30 * 24 * 60 * 60;

/** Adds `alrimi enrolment init | code | list | revoke`. */
export function addEnrolmentCommands(program: Command, context: CommandContext): void {
  const words = enrolmentCommandWordsIn(context.language);
  const { option } = words;
  const { shared, tell } = context;
  const enrolment = program.command("enrolment").description(words.about);
  const withLogin = (command: Command): Command =>
    withCommonOptions(command, shared).option("--kit <folder>", shared.option.kit, ".");

  enrolment
    .command("init")
    .description(words.init)
    .option("--kit <folder>", shared.option.kit, ".")
    .option("--new-key", option.newKey)
    .option("--ca <file>", option.ca)
    .option("--app-server <url>", option.appServer, splitList)
    .option("--json", shared.option.json)
    .action(async ({ kit, newKey, ca, appServer }: InitOptions) => {
      const file = await initEnrolment(kit, { isNewKey: newKey === true, caFile: ca, servers: appServer });
      tell({ code: 0, text: words.made(file, kit), json: { ok: true, file, reload: true } });
    });

  withLogin(enrolment.command("code").description(words.code))
    .requiredOption("--user <id>", option.user)
    .option("--expires <time>", option.expires, "1d")
    .action(async (options: KitOptions & { user: string; expires: string }) => {
      const user = idIn(options.user);
      const seconds = secondsOf(options.expires);
      if (typeof seconds !== "number" || seconds > MOST_SECONDS)
        throw new KitError("bad-setting", "--expires", words.badPeriod);
      const expiresAt = now() + seconds;
      const { administrator } = await kitLogin(options.kit, options);
      const code = await asAdministrator(administrator, (it) => issueCode(it, user, expiresAt, now()));
      const json = { ok: true, user, code, expiresAt: new Date(expiresAt * 1000).toISOString() };
      tell({ code: 0, text: words.coded(user, code, timeOf(expiresAt)), json });
    });

  withLogin(enrolment.command("list").description(words.list))
    .option("--user <id>", option.listUser)
    .action(async (options: KitOptions & { user?: string }) => {
      const user = options.user === undefined ? undefined : idIn(options.user);
      const { administrator } = await kitLogin(options.kit, options);
      const { people, codes } = await asAdministrator(administrator, async (it) => ({
        people: await readEnrolled(it, user),
        codes: (await unusedCodes(it, user, now())).map(({ user: id, expiresAt }) => ({
          user: id,
          expiresAt,
        })),
      }));
      const lines = [
        ...people.flatMap(({ user: id, keys }) =>
          keys.map((each) => words.listed(id, each.pc, stateOf(each, words), each.key)),
        ),
        ...codes.map(({ user: id, expiresAt }) => words.listedCode(id, words.state.until(timeOf(expiresAt)))),
      ];
      tell({ code: 0, text: lines.join("\n") || words.nobody, json: { ok: true, people, codes } });
    });

  withLogin(enrolment.command("revoke").description(words.revoke))
    .requiredOption("--user <id>", option.user)
    .option("--key <key>", option.key)
    .action(async (options: KitOptions & { user: string; key?: string }) => {
      const user = idIn(options.user);
      const { kit, administrator } = await kitLogin(options.kit, options);
      const { codes, keys } = await asAdministrator(administrator, async (it) => ({
        // First, so that no code becomes a key meanwhile.
        codes: options.key === undefined ? (await withdrawCodes(it, user, now())).length : 0,
        keys: await withdrawKeys(it, user, options.key, now()),
      }));
      const ended = keys.length === 0 ? [] : await revokeEnrolled(kit, asIssued([{ user, keys }]), now());
      const revoked = keys.filter(({ key }) => ended.includes(key));
      if (revoked.length === 0 && codes === 0)
        return tell({ code: 1, text: words.none(user), json: { ok: false, reason: "none", user } });
      const pcs = revoked.map(({ pc }) => pc).join(", ");
      const lines = [
        ...(codes > 0 ? [words.codesWithdrawn(user, codes)] : []),
        ...(revoked.length > 0 ? [words.revoked(user, revoked.length, pcs, kit)] : []),
      ];
      const json = { ok: true, user, revoked, codes, reload: revoked.length > 0 };
      tell({ code: 0, text: lines.join("\n"), json });
    });
}

function stateOf({ expiresAt, withdrawnAt }: EnrolledKey, { state }: EnrolmentCommandWords): string {
  if (withdrawnAt !== undefined) return state.withdrawn(timeOf(withdrawnAt));
  return expiresAt > now() ? state.until(timeOf(expiresAt)) : state.ended(timeOf(expiresAt));
}

function timeOf(seconds: number): string {
  return dateOf(seconds) ?? "";
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
