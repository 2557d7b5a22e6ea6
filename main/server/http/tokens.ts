import { timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { HR_TOKEN } from "../../contract/people-event.ts";
import { parseRfc3339 } from "../../contract/rfc3339.ts";
import { canonicalId, subjectToken } from "../../contract/subject.ts";
import { fileVersion } from "../../files/file-version.ts";
import { BEARER_TOKEN, hashOfToken, type TokenEntry } from "../../nats/bearer-token.ts";
import { readJsonFile } from "../json-file.ts";

/** Maximum size of the file in bytes: some ten thousand tokens. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Milliseconds between two looks whether the file has changed. */
const LOOK_MS = 1_000;

const TokensFile = v.array(
  v.strictObject({
    service: v.pipe(
      v.string(),
      v.check((id) => canonicalId(id).ok, "it is not an id"),
    ),
    role: v.optional(v.literal("hr")),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "it must be 64 hexadecimal digits")),
    issuedAt: v.string(),
    expiresAt: v.optional(
      v.pipe(
        v.string(),
        v.check((time) => parseRfc3339(time) !== undefined, "it must be an RFC 3339 time"),
      ),
    ),
  }),
);

export interface TokensPorts {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Milliseconds since the Unix epoch. */
  readonly time: () => number;
  readonly log: (line: string) => void;
}

/** The service that a token belongs to, or HR. */
export interface TokenService {
  readonly role: "writer" | "hr";
  /** Canonical id. */
  readonly id: string;
  /** Its token in subjects. */
  readonly token: string;
}

interface KnownToken {
  readonly hash: Buffer;
  readonly service: TokenService;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/**
 * The tokens in a file: a JSON array of {@link TokenEntry}. A changed file is read again within a second, so a new or
 * revoked token needs no restart. While the file cannot be read, the tokens that were read last are valid.
 */
export class Tokens {
  readonly #file: string;
  readonly #ports: TokensPorts;
  /** By the beginning of the hash, so that a request is compared with one or two of them. */
  #known: ReadonlyMap<string, readonly KnownToken[]>;
  #version: string;
  #lookedAt: number;

  /** @throws {Error} whose message names the file, if it cannot be read */
  constructor(file: string, ports: TokensPorts) {
    this.#file = file;
    this.#ports = ports;
    this.#lookedAt = ports.now();
    this.#version = fileVersion(file);
    this.#known = readTokens(file);
  }

  /** The service whose valid token an `Authorization` header holds; undefined for another header. */
  serviceOf(authorization: string | undefined): TokenService | undefined {
    this.#look();
    const [, token = ""] = /^bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
    if (!BEARER_TOKEN.test(token)) return undefined;
    const hash = hashOfToken(token);
    const found = this.#known.get(beginOf(hash))?.find((known) => timingSafeEqual(known.hash, hash));
    return found !== undefined && found.expiresAt > this.#ports.time() ? found.service : undefined;
  }

  #look(): void {
    const now = this.#ports.now();
    if (now - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = now;
    const version = fileVersion(this.#file);
    if (version === this.#version) return;
    this.#version = version;
    try {
      this.#known = readTokens(this.#file);
      this.#ports.log("http: the tokens were read again");
    } catch (error) {
      this.#ports.log(`http: ${(error as Error).message}; the last tokens remain valid`);
    }
  }
}

function readTokens(file: string): ReadonlyMap<string, readonly KnownToken[]> {
  const parsed = v.safeParse(TokensFile, readJsonFile(file, MAX_BYTES));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(`${file}: "${v.getDotPath(issue) ?? "the file"}": ${issue.message}`);
  }
  const known = new Map<string, KnownToken[]>();
  for (const { service, role, sha256, expiresAt } of parsed.output) {
    const hash = Buffer.from(sha256, "hex");
    const id = canonicalId(service);
    const subject = subjectToken(service);
    if (!id.ok || !subject.ok) continue; // the schema has refused it
    const token: KnownToken = {
      hash,
      service:
        role === "hr"
          ? { role, id: id.value, token: HR_TOKEN }
          : { role: "writer", id: id.value, token: subject.value },
      expiresAt: (expiresAt === undefined ? undefined : parseRfc3339(expiresAt)) ?? Number.POSITIVE_INFINITY,
    };
    const alike = known.get(beginOf(hash));
    if (alike === undefined) known.set(beginOf(hash), [token]);
    else alike.push(token);
  }
  return known;
}

function beginOf(hash: Buffer): string {
  return hash.toString("hex", 0, 4);
}
