import { randomBytes } from "node:crypto";
import { enrolText, renewText, typedCode } from "../../../main/contract/enrolment.ts";
import { fmtCreds } from "../../../main/nats/jwt.ts";
import { createUser, type KeyPair } from "../../../main/nats/nkeys.ts";
import { challengeOf } from "../../../main/server/enrolment/seals.ts";

export interface Given {
  readonly status: number;
  /** The refusal, without `urn:alrimi:`. */
  readonly reason?: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What an app does to enrol, spoken by hand. */
export class AppKey {
  readonly pair: KeyPair;
  readonly key: string;
  readonly verifier = randomBytes(32).toString("base64url");
  readonly challenge = challengeOf(this.verifier);
  jwt = "";

  constructor(pair: KeyPair = createUser()) {
    this.pair = pair;
    this.key = pair.getPublicKey();
  }

  /** @param change what the request has instead */
  bySignOn(url: string, grant: string, change: Readonly<Record<string, unknown>> = {}): Promise<Given> {
    const { key, verifier } = this;
    const signature = this.#signed(enrolText(key, grant));
    return this.#post(`${url}/v1/enrol`, { key, grant, verifier, signature, ...change });
  }

  byCode(url: string, code: string, change: Readonly<Record<string, unknown>> = {}): Promise<Given> {
    const signature = this.#signed(enrolText(this.key, typedCode(code) ?? ""));
    return this.#post(`${url}/v1/enrol`, { key: this.key, code, pc: "DESK-12", signature, ...change });
  }

  async renew(url: string, user: string, change: Readonly<Record<string, unknown>> = {}): Promise<Given> {
    const { nonce } = (await (await fetch(`${url}/v1/enrol/nonce`)).json()) as { nonce: string };
    const signature = this.#signed(renewText(this.key, user, nonce));
    return this.#post(`${url}/v1/enrol/renew`, { key: this.key, user, nonce, signature, ...change });
  }

  /** The text of a `.creds` file with the newest login. */
  get creds(): string {
    return new TextDecoder().decode(fmtCreds(this.jwt, this.pair));
  }

  #signed(bytes: Uint8Array): string {
    return Buffer.from(this.pair.sign(bytes)).toString("base64url");
  }

  async #post(url: string, body: unknown): Promise<Given> {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    const answered = (await response.json()) as Readonly<Record<string, unknown>>;
    const { status } = response;
    if (!response.ok) return { status, reason: String(answered["type"]).slice(11), body: answered };
    this.jwt = String(answered["jwt"]);
    return { status, body: answered };
  }
}
