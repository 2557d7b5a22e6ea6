import type { Command } from "commander";
import { KitError } from "../admin/kit/kit-error.ts";
import { rotateToken, tokensIn } from "../admin/kit/rotate-token.ts";
import { defined } from "../contract/defined.ts";
import type { TokenEntry } from "../nats/bearer-token.ts";
import { type CommandContext, wordsOf } from "./command-context.ts";
import { secondsOf } from "./duration.ts";
import { dateOf } from "./holder-names.ts";
import { idIn } from "./kit-login.ts";

interface RotateOptions {
  readonly kit: string;
  readonly hr?: boolean;
  readonly overlap: string;
  readonly expires: string;
  readonly out?: string;
}

/** Adds `alrimi tokens rotate | list`: the services' tokens for HTTP. */
export function addTokenCommands(program: Command, context: CommandContext): void {
  const words = wordsOf(context);
  const { option } = words;
  const tokens = program.command("tokens").description(words.tokens);

  tokens
    .command("rotate")
    .argument("[service]")
    .description(words.tokensRotate)
    .option("--hr", option.hr)
    .option("--kit <folder>", option.kit, ".")
    .option("--overlap <time>", option.overlap, "7d")
    .option("--expires <time>", option.tokenExpires, "never")
    .option("--out <folder>", option.credentialsOut)
    .option("--json", context.shared.option.json)
    .action(async (service: string | undefined, { kit, hr, overlap, expires, out }: RotateOptions) => {
      if ((service === undefined) !== (hr === true)) {
        throw new KitError("bad-setting", "alrimi tokens rotate", words.noSender);
      }
      const id = service === undefined ? "hr" : idIn(service);
      const role = hr === true ? "hr" : undefined;
      const overlapping = secondsOf(overlap);
      if (typeof overlapping !== "number") throw new KitError("bad-setting", "--overlap", words.period);
      const lifetime = secondsOf(expires);
      if (lifetime === "bad") throw new KitError("bad-setting", "--expires", words.duration);
      const { file, entry, earlier } = await rotateToken(kit, id, {
        ...{ overlapping, lifetime, outDir: out },
        ...defined({ role }),
      });
      const until = earlier.map(({ expiresAt }) => timeOf(expiresAt)).at(-1);
      context.tell({
        code: 0,
        text: words.rotated(id, file, timeOf(entry.expiresAt), until),
        json: { ok: true, service: id, file, expiresAt: entry.expiresAt ?? null, earlier },
      });
    });

  tokens
    .command("list")
    .description(words.tokensList)
    .option("--kit <folder>", option.kit, ".")
    .option("--json", context.shared.option.json)
    .action(async ({ kit }: { kit: string }) => {
      const list = await tokensIn(kit);
      const now = Date.now();
      const lines = list.map((entry) =>
        words.listed(entry.service, stateOf(entry, now, context), entry.sha256.slice(0, 12)),
      );
      context.tell({
        code: 0,
        text: lines.join("\n") || words.noTokens,
        json: { ok: true, tokens: list },
      });
    });
}

function stateOf({ expiresAt }: TokenEntry, now: number, context: CommandContext): string {
  const { state } = wordsOf(context);
  if (expiresAt === undefined) return state.valid;
  return Date.parse(expiresAt) > now ? state.until(timeOf(expiresAt) ?? "") : state.expired;
}

function timeOf(rfc3339: string | undefined): string | undefined {
  return rfc3339 === undefined ? undefined : dateOf(Date.parse(rfc3339) / 1000);
}
