import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { parseDocument } from "../../contract/document.ts";
import { enrolText, renewText } from "../../contract/enrolment.ts";
import { type Asked, MAX_ANSWER_BYTES, readAnswer } from "../../core/account/enrolment-answer.ts";
import type { KeyPair } from "../../nats/nkeys.ts";
import { authorities } from "../../nats/tls.ts";

/** Milliseconds for a whole answer. */
const PATIENCE = 15_000;

const Nonce = v.object({ nonce: v.pipe(v.string(), v.maxLength(2_048)), hasSignOn: v.boolean() });

/** What the server says before it is asked for anything; undefined when it does not answer as one. */
export type Greeting = v.InferOutput<typeof Nonce> | undefined;

/** The server of the policy's `enrol`, over Node's own TLS with the system's authorities. It follows no redirect. */
export class EnrolmentServer {
  /** Its origin. */
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Never rejects. */
  async greet(): Promise<Greeting> {
    try {
      const { status, body } = await send(`${this.url}/v1/enrol/nonce`);
      const document = parseDocument(body, MAX_ANSWER_BYTES);
      const parsed = v.safeParse(Nonce, document.ok ? document.value : undefined);
      return status === 200 && parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  }

  /** @param verifier of the challenge in the address that the browser opened */
  bySignOn(pair: KeyPair, grant: string, verifier: string): Promise<Asked> {
    const key = pair.getPublicKey();
    return this.#ask("/v1/enrol", { key, grant, verifier, signature: signed(pair, enrolText(key, grant)) });
  }

  byCode(pair: KeyPair, code: string, pc: string): Promise<Asked> {
    const key = pair.getPublicKey();
    return this.#ask("/v1/enrol", { key, code, pc, signature: signed(pair, enrolText(key, code)) });
  }

  async renew(pair: KeyPair, user: string): Promise<Asked> {
    const greeting = await this.greet();
    if (greeting === undefined) return { kind: "unreachable", detail: "no nonce" };
    const { nonce } = greeting;
    const key = pair.getPublicKey();
    const signature = signed(pair, renewText(key, user, nonce));
    return this.#ask("/v1/enrol/renew", { key, user, nonce, signature });
  }

  async #ask(path: string, asked: object): Promise<Asked> {
    try {
      const { status, body } = await send(this.url + path, JSON.stringify(asked));
      return readAnswer(status, body);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { kind: "unreachable", detail: code ?? message };
    }
  }
}

function signed(pair: KeyPair, bytes: Uint8Array): string {
  return Buffer.from(pair.sign(bytes)).toString("base64url");
}

/** @param body sent as a POST @throws Node's error (rejects) */
async function send(url: string, body?: string): Promise<{ readonly status: number; readonly body: Buffer }> {
  const method = body === undefined ? "GET" : "POST";
  const headers = { accept: "application/json", "content-type": "application/json" };
  const signal = AbortSignal.timeout(PATIENCE);
  const options = { method, headers, signal, agent: false } as const;
  // Loaded here only, because an app without an enrolment needs no HTTP.
  const request = url.startsWith("https:")
    ? (await import("node:https")).request(url, { ...options, ca: await authorities(undefined) })
    : (await import("node:http")).request(url, options);
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) {
      request.destroy();
      throw new Error("the answer is too large");
    }
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
}
