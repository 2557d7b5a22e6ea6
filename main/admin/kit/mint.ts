import { join, resolve } from "node:path";
import { setImmediate as tick } from "node:timers/promises";
import { defined } from "../../contract/defined.ts";
import { newBearerToken, type TokenEntry } from "../../nats/bearer-token.ts";
import { credentialsFile } from "./credential-files.ts";
import { issue, openKit, savePlan, withReadersAccount, writeConfig } from "./kit.ts";
import { type BrokerPlan, hasMqtt, type Issued, inForce } from "./plan.ts";
import { alone, writeSecret } from "./secret-files.ts";
import { readTokens, writeTokens } from "./tokens.ts";
import { forgetUnfinished, noteUnfinished, withoutUnfinished } from "./unfinished.ts";
import { type Candidate, type Change, type Holder, keyOf, newTokenFor } from "./users.ts";

/** Credentials that were made. */
export interface Minted extends Holder {
  /** The only file with the secret. */
  readonly file: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt?: number;
}

export interface MintOptions {
  /** The folder of the credential files; default: `users` in the kit. */
  readonly outDir?: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt?: number;
  /** Leaves out holders with credentials that are valid for this number of seconds longer. */
  readonly missingFor?: number;
  /** Seconds since the Unix epoch; default: now. */
  readonly now?: number;
  /** Ends after the holders in work. What was made is valid. */
  readonly signal?: AbortSignal;
  /** Called when files are written, with the number of holders who have theirs. */
  readonly progress?: (done: number, of: number) => void;
}

export interface MintResult extends Change {
  readonly minted: readonly Minted[];
  /** Holders that were left out, because they have credentials. */
  readonly present: number;
  /** Holders that have got none yet, because of `signal`. */
  readonly left: number;
}

/** Holders whose credentials are made and then written together. */
const BATCH = 200;
/** The register is written for each batch, so a batch is not much smaller than this part of it. */
const BATCH_OF_REGISTER = 1 / 50;
/** Holders between two looks at `signal`. */
const LOOK = 20;

/**
 * Makes credentials. All ids are checked before anything is written. A holder with credentials gets further ones; the
 * old ones stay valid until they are revoked or expire. The files are written as they come. A command that was killed
 * leaves no valid credentials that nobody has: the next one revokes those without a file.
 * @throws {KitError} (rejects) `bad-id`, and the errors of the kit
 */
export async function mint(
  folder: string,
  candidates: readonly Candidate[],
  options: MintOptions = {},
): Promise<MintResult> {
  const { now = Math.floor(Date.now() / 1000), missingFor, signal, progress } = options;
  const named = candidates.map((each) => ({ ...each, token: newTokenFor(each) }));
  return alone(folder, async () => {
    let plan = await openKit(folder);
    const mended = withoutUnfinished(folder, plan.issued, now);
    if (mended !== undefined) plan = await savePlan(folder, { ...plan, issued: mended });
    const isFirstReader =
      plan.credentials === "jwt" &&
      plan.accounts?.READERS === undefined &&
      named.some(({ role }) => role === "reader");
    if (isFirstReader) plan = await savePlan(folder, withReadersAccount(plan));
    const known = holdersIn(plan.issued, now + (missingFor ?? 0));
    const all = hasMqtt(plan) ? named.flatMap(alsoForMqtt) : named;
    const wanted = missingFor === undefined ? all : namedOnce(all).filter((each) => !known.hasValid(each));
    const minted: Minted[] = [];
    let done = 0;
    const isOver = (): boolean => signal?.aborted === true;
    while (done < wanted.length && !isOver()) {
      const most = Math.max(BATCH, Math.ceil(plan.issued.length * BATCH_OF_REGISTER));
      const batch = new Batch(folder, plan, { ...options, now });
      for (const each of wanted.slice(done, done + most)) {
        if (batch.size % LOOK === 0) await tick(); // lets a signal arrive
        if (isOver()) break;
        await batch.add(each, known.countOf(each));
      }
      if (batch.size === 0) break;
      plan = await batch.write();
      minted.push(...batch.minted);
      done += batch.size;
      progress?.(done, wanted.length);
    }
    const reload = isFirstReader || (plan.credentials === "nkey" && (done > 0 || mended !== undefined));
    if (reload) await writeConfig(folder, plan);
    forgetUnfinished(folder);
    return { plan, reload, minted, present: all.length - wanted.length, left: wanted.length - done };
  });
}

interface Named extends Candidate {
  /** The subject token. */
  readonly token: string;
}

function alsoForMqtt(each: Named): readonly Named[] {
  return each.role === "writer" ? [each, { ...each, role: "mqtt" }] : [each];
}

/** Credentials that are made one after another and then written together. */
class Batch {
  readonly #folder: string;
  readonly #plan: BrokerPlan;
  readonly #options: MintOptions & { readonly now: number };
  readonly #issued: Issued[] = [];
  readonly #files: { readonly minted: Minted; readonly secret: string | Uint8Array; readonly key: string }[] =
    [];
  readonly #tokens: TokenEntry[] = [];

  constructor(folder: string, plan: BrokerPlan, options: MintOptions & { readonly now: number }) {
    this.#folder = folder;
    this.#plan = plan;
    this.#options = options;
  }

  /** The number of holders. */
  get size(): number {
    return this.#issued.length;
  }

  get minted(): readonly Minted[] {
    return this.#files.map(({ minted }) => minted);
  }

  /** @param earlier the number of earlier credentials of this holder */
  async add({ role, id, token, expiresAt = this.#options.expiresAt }: Named, earlier: number): Promise<void> {
    const { now, outDir = join(this.#folder, "users") } = this.#options;
    const made = await issue(this.#folder, this.#plan, { role, token }, { now, ...defined({ expiresAt }) });
    this.#issued.push(made.issued);
    const key = made.issued.publicKey;
    const file = join(outDir, credentialsFile(role, token, earlier, this.#plan.credentials));
    this.#files.push({ minted: { role, id, file, ...defined({ expiresAt }) }, secret: made.secret, key });
    if (role !== "writer" && role !== "hr") return;
    const sender = decodeURIComponent(token);
    const issuedAt = new Date(now * 1000).toISOString();
    const { token: secret, entry } = newBearerToken(sender, issuedAt, role === "hr" ? role : undefined);
    this.#tokens.push(entry);
    const tokenFile = `${file.slice(0, file.lastIndexOf("."))}.token`;
    this.#files.push({ minted: { role, id, file: tokenFile }, secret: `${secret}\n`, key });
  }

  /** The register is written first, because credentials that are not in it could not be revoked. */
  async write(): Promise<BrokerPlan> {
    const folder = this.#folder;
    noteUnfinished(
      folder,
      this.#files.map(({ minted, key }) => ({ publicKey: key, file: resolve(minted.file) })),
    );
    const plan = await savePlan(folder, {
      ...this.#plan,
      issued: [...this.#plan.issued, ...this.#issued],
    });
    if (this.#tokens.length > 0) writeTokens(folder, [...readTokens(folder), ...this.#tokens]);
    for (const { minted, secret } of this.#files) writeSecret(minted.file, secret);
    return plan;
  }
}

/** Each holder once, because a second entry has got credentials by the first. */
function namedOnce(named: readonly Named[]): readonly Named[] {
  return [...new Map(named.map((each) => [keyOf(each), each])).values()];
}

/** What the register knows of holders. @param until seconds since the Unix epoch */
function holdersIn(issued: readonly Issued[], until: number) {
  const counts = new Map<string, number>();
  for (const entry of issued) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1);
  const valid = new Set(inForce(issued, until).map(keyOf));
  return {
    hasValid: (each: Named): boolean => valid.has(keyOf(each)),
    /** Counts one more each time. */
    countOf(each: Named): number {
      const count = counts.get(keyOf(each)) ?? 0;
      counts.set(keyOf(each), count + 1);
      return count;
    },
  };
}
