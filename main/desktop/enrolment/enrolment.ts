import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { checkNumberOf, type EnrolmentAnswer, isPcName, MOST_PC_NAME } from "../../contract/enrolment.ts";
import { oneLine } from "../../contract/text.ts";
import {
  type EnrolmentEffect,
  type EnrolmentEvent,
  type EnrolmentState,
  nextEnrolment,
  READY,
} from "../../core/account/enrolment.ts";
import type { Asked } from "../../core/account/enrolment-answer.ts";
import { createUser, type KeyPair, seedOf } from "../../nats/nkeys.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import type { EnrolmentServer } from "./enrolment-server.ts";
import type { Loopback, Returned } from "./loopback.ts";

export interface EnrolmentPorts {
  readonly clock: Pick<Clock, "now" | "after" | "random">;
  readonly log: Log;
  readonly server: () => Pick<EnrolmentServer, "url" | "greet" | "bySignOn" | "byCode">;
  /** Opens the page of the sign-on in the person's browser. @returns whether it was opened */
  readonly open: (url: string) => Promise<boolean>;
  /** The text of the page that the browser shows at the end. */
  readonly says: (what: Returned) => string;
  /** Keeps the login. @throws when it cannot be kept */
  readonly save: (answer: EnrolmentAnswer, seed: string) => void;
  readonly changed: (state: EnrolmentState) => void;
}

/** The enrolment of this PC, while its dialog is open. The key is made here, and its seed goes only to `save`. */
export class EnrolmentRun {
  readonly #ports: EnrolmentPorts;
  #state: EnrolmentState = READY;
  #pair: KeyPair | undefined;
  #verifier = "";
  #loopback: Loopback | undefined;
  #cancelWake: (() => void) | undefined;
  /** Increases when what is under way is given up. */
  #round = 0;

  constructor(ports: EnrolmentPorts) {
    this.#ports = ports;
  }

  get state(): EnrolmentState {
    return this.#state;
  }

  take(event: EnrolmentEvent): void {
    const { clock, log, changed } = this.#ports;
    const { state, effects } = nextEnrolment(this.#state, event, clock.now(), clock.random());
    this.#state = state;
    if (event.kind === "refused") log.warn(`enrolment: refused: ${event.reason}`);
    if (event.kind === "unreachable") log.warn(`enrolment: ${event.detail}`);
    for (const effect of effects) this.#do(effect);
    changed(this.#state);
  }

  #do(effect: EnrolmentEffect): void {
    switch (effect.kind) {
      case "listen":
        void this.#listen();
        break;
      case "ask-by-sign-on":
        this.#ask((pair) => this.#ports.server().bySignOn(pair, effect.grant, this.#verifier));
        break;
      case "ask-by-code":
        this.#ask((pair) => this.#ports.server().byCode(pair, effect.code, pcName()));
        break;
      case "open":
        void this.#open(effect.url);
        break;
      case "save":
        this.#save(effect.answer);
        break;
      case "wake":
        this.#cancelWake?.();
        this.#cancelWake = this.#ports.clock.after(effect.at - this.#ports.clock.now(), () =>
          this.take({ kind: "due" }),
        );
        break;
      case "stop":
        this.#stop();
        break;
    }
  }

  #stop(): void {
    this.#round += 1;
    this.#cancelWake?.();
    this.#loopback?.close();
    this.#loopback = undefined;
    this.#pair = undefined;
  }

  /** Takes an event unless what it belongs to was given up meanwhile. */
  async #later(work: Promise<EnrolmentEvent | undefined>): Promise<void> {
    const round = this.#round;
    const event = await work;
    if (event !== undefined && round === this.#round) this.take(event);
  }

  #listen(): Promise<void> {
    const round = this.#round;
    const isOver = (): boolean => round !== this.#round;
    const listen = async (): Promise<EnrolmentEvent | undefined> => {
      const greeting = await this.#ports.server().greet();
      if (greeting === undefined) return { kind: "unreachable", detail: "the server does not answer" };
      if (!greeting.hasSignOn) return { kind: "no-sign-on" };
      const state = randomBytes(16).toString("base64url");
      const { listenForBrowser } = await import("./loopback.ts"); // here only: it loads Node's HTTP
      const loopback = await listenForBrowser({
        ...{ state, says: this.#ports.says },
        returned: (what) => {
          if (!isOver()) this.take(what);
        },
      });
      if (isOver()) {
        loopback.close();
        return undefined; // another enrolment may have a key by now
      }
      this.#loopback = loopback;
      return { kind: "listening", ...this.#address(loopback.port, state) };
    };
    return this.#later(
      listen().catch((error: Error) => ({ kind: "not-opened" as const, detail: error.message })),
    );
  }

  /** With a new key, because each sign-on is for one. */
  #address(port: number, state: string): { readonly url: string; readonly number: string } {
    const key = this.#newPair().getPublicKey();
    this.#verifier = randomBytes(32).toString("base64url");
    const challenge = createHash("sha256").update(this.#verifier).digest("base64url");
    const asked = new URLSearchParams({ key, port: String(port), challenge, state, pc: pcName() });
    const number = checkNumberOf(createHash("sha256").update(key).digest());
    return { url: `${this.#ports.server().url}/v1/enrol/start?${asked}`, number };
  }

  async #open(url: string): Promise<void> {
    const open = async (): Promise<EnrolmentEvent | undefined> =>
      (await this.#ports.open(url)) ? undefined : { kind: "not-opened", detail: "" };
    await this.#later(open());
  }

  #ask(work: (pair: KeyPair) => Promise<Asked>): void {
    this.#loopback?.close();
    // A code that is asked again is asked with the same key.
    void this.#later(work(this.#pair ?? this.#newPair()));
  }

  #save(answer: EnrolmentAnswer): void {
    const pair = this.#pair;
    if (pair === undefined) return;
    try {
      this.#ports.save(answer, seedOf(pair));
      this.#ports.log.info(`enrolment: this PC is enrolled for ${JSON.stringify(answer.user)}`);
      this.take({ kind: "saved" });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.#ports.log.error(`enrolment: not saved: ${message}`);
      this.take({ kind: "not-saved", detail: code ?? message });
    }
  }

  #newPair(): KeyPair {
    this.#pair = createUser();
    return this.#pair;
  }
}

/** What the administrator's list calls this PC. */
export function pcName(name = hostname()): string {
  const short = [...oneLine(name)].slice(0, MOST_PC_NAME).join("").trim();
  return isPcName(short) ? short : "PC";
}
