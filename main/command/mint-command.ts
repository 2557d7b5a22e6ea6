import { openKit } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { type Lifetime, withExpiry } from "../admin/kit/lifetimes.ts";
import { type MintResult, mint } from "../admin/kit/mint.ts";
import { type Holder, newTokenFor } from "../admin/kit/users.ts";
import { defined } from "../contract/defined.ts";
import { type CommandContext, wordsOf } from "./command-context.ts";
import { secondsOf } from "./duration.ts";
import { endSignal } from "./end-signal.ts";
import { dateOf, nameOf } from "./holder-names.ts";
import { Progress } from "./progress.ts";

export interface MintCommandOptions {
  readonly kit: string;
  readonly expires?: string;
  readonly out?: string;
  readonly missing?: boolean;
  readonly expiring?: string;
}

/** Runs `alrimi users mint`. @throws {KitError} (rejects) */
export async function runMint(
  holders: readonly Holder[],
  { kit, expires, out, missing, expiring }: MintCommandOptions,
  context: CommandContext,
): Promise<void> {
  const words = wordsOf(context);
  const lifetime = lifetimeIn(expires, context);
  const renewed = expiring === undefined ? 0 : secondsOf(expiring);
  if (typeof renewed !== "number") throw new KitError("bad-setting", "--expiring", words.period);
  const isForMissing = missing === true || expiring !== undefined;
  const done = await mintFor(kit, holders, lifetime, context, {
    ...defined({ outDir: out, missingFor: isForMissing ? renewed : undefined }),
  });
  const { minted, reload, left, present } = done;
  const lines = [
    ...minted.map((each) => words.minted(nameOf(each), each.file, dateOf(each.expiresAt))),
    ...(present > 0 ? [words.present(present)] : []),
    ...(reload ? [words.reload(kit)] : minted.length > 0 ? [words.noReload] : []),
    ...(left > 0 ? [words.interrupted(left)] : []),
  ];
  context.tell({
    code: left > 0 ? 1 : 0,
    text: lines.join("\n"),
    json: {
      ok: left === 0,
      ...(left > 0 ? { reason: "interrupted", message: words.interrupted(left) } : {}),
      ...{ minted, present, left, reload },
    },
  });
}

/** Mints with a line of progress, until a signal. @throws {KitError} (rejects) */
export async function mintFor(
  kit: string,
  holders: readonly Holder[],
  lifetime: Lifetime,
  context: CommandContext,
  options: { readonly outDir?: string; readonly missingFor?: number },
): Promise<MintResult> {
  const { credentials } = await openKit(kit);
  const now = Math.floor(Date.now() / 1000);
  const named = holders.map((holder) => ({ ...holder, token: newTokenFor(holder) }));
  const progress = new Progress(context.stderr);
  const ended = endSignal();
  try {
    return await mint(kit, withExpiry(named, credentials, lifetime, now), {
      ...options,
      now,
      signal: ended.signal,
      progress: (done, of) => progress.tell(wordsOf(context).minting(done, of)),
    });
  } finally {
    ended.ignore();
    progress.end();
  }
}

/** @throws {KitError} `bad-setting` */
function lifetimeIn(expires: string | undefined, context: CommandContext): Lifetime {
  if (expires === undefined) return "default";
  const seconds = secondsOf(expires);
  if (seconds === "bad") throw new KitError("bad-setting", "--expires", wordsOf(context).duration);
  return seconds === undefined ? "unlimited" : { seconds };
}
