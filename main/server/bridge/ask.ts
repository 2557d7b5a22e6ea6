import { CookieJar } from "tough-cookie";
import { readBody } from "./read-body.ts";
import type { OldAnswer } from "./reading.ts";
import { within } from "./within.ts";

/** A person logs in with a form: its fields are sent to `url`, and the cookies of the answer are kept. */
export interface LoginForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface OldSystem {
  /** `{user}` is replaced by the percent-encoded id. */
  readonly url: string;
  /** Sent with every request. `{user}` is replaced as in {@link url}. */
  readonly headers: Readonly<Record<string, string>>;
  readonly login?: LoginForm;
  readonly timeoutMs: number;
}

/** What a later request may send, so that an unchanged answer costs the old system little. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export type Answered =
  | { readonly kind: "answer"; readonly answer: OldAnswer; readonly validators: Validators }
  | { readonly kind: "unchanged" }
  /** The old system is not there, too slow, or says that it has too much to do. */
  | { readonly kind: "away"; readonly detail: string; readonly retryAfterMs?: number };

/** Maximum size of an answer in bytes. */
const MOST_BYTES = 1024 * 1024;

/** Asks one old system, over plain HTTP requests. A redirect is not followed: it leads to a login page. */
export class Asker {
  readonly #system: OldSystem;
  #jar = new CookieJar();

  constructor(system: OldSystem) {
    this.#system = system;
  }

  /** Never rejects. @param validators of the last answer for this person */
  async ask(user: string, validators: Validators, signal: AbortSignal): Promise<Answered> {
    const encoded = encodeURIComponent(user); // also in headers, which are not Unicode
    const url = withUser(this.#system.url, encoded);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.#system.headers))
      headers[name] = withUser(value, encoded);
    if (validators.etag !== undefined) headers["if-none-match"] = validators.etag;
    if (validators.lastModified !== undefined) headers["if-modified-since"] = validators.lastModified;
    return this.#send(url, { headers }, signal);
  }

  /** Logs in anew. Does nothing without a login form. Never rejects. */
  async logIn(signal: AbortSignal): Promise<void> {
    const { login } = this.#system;
    if (login === undefined) return;
    this.#jar = new CookieJar();
    await this.#send(login.url, { method: "POST", body: new URLSearchParams(login.fields) }, signal);
  }

  async #send(url: string, request: RequestInit, signal: AbortSignal): Promise<Answered> {
    try {
      return await within(this.#system.timeoutMs, signal, (limit) => this.#exchange(url, request, limit));
    } catch (error) {
      return { kind: "away", detail: reasonOf(error) };
    }
  }

  async #exchange(url: string, request: RequestInit, signal: AbortSignal): Promise<Answered> {
    const cookie = await this.#jar.getCookieString(url);
    const headers = { ...request.headers, ...(cookie === "" ? {} : { cookie }) };
    const response = await fetch(url, { ...request, headers, redirect: "manual", signal });
    for (const set of response.headers.getSetCookie()) {
      await this.#jar.setCookie(set, url, { ignoreError: true });
    }
    const { status } = response;
    if (status === 304) return { kind: "unchanged" };
    const body = await readBody(response, MOST_BYTES);
    if (status === 429 || status >= 500)
      return { kind: "away", detail: `HTTP ${status}`, ...retryAfter(response) };
    const [type = ""] = (response.headers.get("content-type") ?? "").toLowerCase().split(";");
    return {
      kind: "answer",
      answer: { status, type: type.trim(), body },
      validators: validatorsOf(response),
    };
  }
}

function withUser(template: string, user: string): string {
  return template.replaceAll("{user}", () => user);
}

function validatorsOf({ headers }: Response): Validators {
  const etag = headers.get("etag");
  const lastModified = headers.get("last-modified");
  return { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
}

/** Of `Retry-After`: seconds or a date. */
function retryAfter({ headers }: Response): { readonly retryAfterMs?: number } {
  const text = headers.get("retry-after");
  if (text === null) return {};
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: ms } : {};
}

/** Node's messages quote the address, a header or the name of a character set; its codes and our messages do not. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "it failed without a reason";
  if (error.name === "TimeoutError") return "it does not answer in time";
  const { code } = (error.cause ?? error) as { readonly code?: unknown };
  if (typeof code === "string") return code;
  return error.name === "Error" ? error.message : `the request cannot be sent (${error.name})`;
}
