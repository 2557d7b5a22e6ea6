import type { EnrolmentAnswer } from "../../contract/enrolment.ts";
import { type LoginTimes, timesOf } from "../../core/account/credentials.ts";
import {
  beginRenewal,
  nextRenewal,
  type RenewalEvent,
  type RenewalState,
  type RenewalTrouble,
  type RenewalTurn,
} from "../../core/account/renewal.ts";
import { nkeySeed, pairOf } from "../../nats/nkeys.ts";
import type { LoadedSettings } from "../account/settings-file.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import type { EnrolmentServer } from "./enrolment-server.ts";

export interface RenewalPorts {
  readonly clock: Pick<Clock, "now" | "after" | "random">;
  readonly log: Log;
  /** Undefined without `enrol` in the policy. Then logins are not renewed. */
  readonly server: () => EnrolmentServer | undefined;
  /** Keeps a renewed login, and lets the session take it. @throws when it cannot be kept */
  readonly keep: (answer: EnrolmentAnswer, seed: string) => void;
  readonly tell: (trouble: RenewalTrouble | undefined) => void;
}

/** Renews the enrolled login of the present session. */
export class Renewals {
  readonly #ports: RenewalPorts;
  #state: RenewalState | undefined;
  #held: { readonly user: string; readonly seed: string } | undefined;
  #cancelWake: (() => void) | undefined;
  /** Increases with each login. */
  #round = 0;

  constructor(ports: RenewalPorts) {
    this.#ports = ports;
  }

  /** A session has begun, or its login was renewed. @param isFresh whether the login was given just now */
  begun(loaded: LoadedSettings, isFresh = false): void {
    this.stop();
    const credentials = loaded.ok ? loaded.settings.credentials : undefined;
    if (loaded.ok && credentials !== undefined && "creds" in credentials && "enrolled" in credentials)
      this.#begin(loaded.settings.user, credentials.creds, isFresh);
    else this.#ports.tell(undefined);
  }

  /** Woke from sleep, or the network changed. */
  check(): void {
    this.#take({ kind: "check" });
  }

  /** The broker refuses the login. */
  loginRefused(): void {
    this.#take({ kind: "login-refused" });
  }

  stop(): void {
    this.#round += 1;
    this.#cancelWake?.();
    this.#state = undefined;
  }

  #begin(user: string, creds: string, isFresh: boolean): void {
    const times: LoginTimes | undefined = timesOf(creds);
    if (times === undefined) return;
    this.#held = { user, seed: new TextDecoder().decode(nkeySeed(new TextEncoder().encode(creds))) };
    const { clock } = this.#ports;
    this.#do(beginRenewal(times, isFresh, clock.now(), clock.random()));
  }

  #take(event: RenewalEvent): void {
    const { clock } = this.#ports;
    if (this.#state !== undefined) this.#do(nextRenewal(this.#state, event, clock.now(), clock.random()));
  }

  #do({ state, effects }: RenewalTurn): void {
    this.#state = state;
    const { clock, tell } = this.#ports;
    for (const effect of effects) {
      switch (effect.kind) {
        case "ask":
          void this.#ask();
          break;
        case "keep":
          this.#keep(effect.answer);
          break;
        case "wake":
          this.#cancelWake?.();
          this.#cancelWake = clock.after(effect.at - clock.now(), () => this.#take({ kind: "due" }));
          break;
        case "tell":
          tell(effect.trouble);
          break;
      }
    }
  }

  async #ask(): Promise<void> {
    const { server, log } = this.#ports;
    const held = this.#held;
    if (held === undefined) return;
    const round = this.#round;
    const asked = (await server()?.renew(pairOf(held.seed), held.user)) ?? {
      ...{ kind: "unreachable" as const, detail: "the policy names no server for enrolment" },
    };
    if (round !== this.#round) return;
    if (asked.kind === "refused") log.warn(`enrolment: the login is not renewed: ${asked.reason}`);
    if (asked.kind === "unreachable") log.warn(`enrolment: the login is not renewed: ${asked.detail}`);
    this.#take(asked);
  }

  #keep(answer: EnrolmentAnswer): void {
    const { keep, log } = this.#ports;
    if (this.#held === undefined) return;
    try {
      log.info(`enrolment: the login is renewed until ${new Date(answer.expiresAt * 1000).toISOString()}`);
      keep(answer, this.#held.seed);
    } catch (error) {
      this.#take({ kind: "unreachable", detail: (error as Error).message });
    }
  }
}
