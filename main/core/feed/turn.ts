import type { ConnectionSignal } from "../connection.ts";
import type { FeedEffect } from "./events.ts";
import type { FeedState, Ping } from "./state.ts";
import { type Due, keyOf, type Timer } from "./timer.ts";

type MutableState = { -readonly [Key in keyof FeedState]: FeedState[Key] };
type Mutable<Maps> = Maps extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : never;
type MapName = "unread" | "readings" | "gets" | "pings" | "timers";

/** The fractional part of the golden ratio. Its multiples modulo 1 are spread evenly. */
const GOLDEN = 0.618_033_988_749_895;

/** The processing of one event: the next state, which is still changed, and the effects. The state before is not changed. */
export class Turn {
  readonly state: MutableState;
  readonly effects: FeedEffect[] = [];
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly #chance: number;
  readonly #copied = new Set<MapName>();
  #draws = 0;

  constructor(state: FeedState, now: number, chance: number) {
    this.state = { ...state };
    this.now = now;
    this.#chance = chance;
  }

  /** A writable copy of a map of the state, made once per turn. */
  write<Name extends MapName>(name: Name): Mutable<FeedState[Name]> {
    if (!this.#copied.has(name)) {
      this.#copied.add(name);
      Object.assign(this.state, { [name]: new Map(this.state[name] as ReadonlyMap<unknown, unknown>) });
    }
    return this.state[name] as unknown as Mutable<FeedState[Name]>;
  }

  do(effect: FeedEffect): void {
    this.effects.push(effect);
  }

  signal(signal: ConnectionSignal): void {
    this.do({ kind: "signal", signal });
  }

  log(text: string): void {
    this.do({ kind: "log", text });
  }

  id(): number {
    this.state.lastId += 1;
    return this.state.lastId;
  }

  /** A time between `from` and `to`, so that thousands of apps do not act at the same moment. */
  jitter(from: number, to: number): number {
    const drawn = (this.#chance + this.#draws++ * GOLDEN) % 1;
    return from + drawn * (to - from);
  }

  /** Sets a timer of `delay` milliseconds. It replaces one with the same purpose. */
  wait(due: Due, delay: number): void {
    this.write("timers").set(keyOf(due), { delay, due });
  }

  isWaiting(due: Due): boolean {
    return this.state.timers.has(keyOf(due));
  }

  cancel(due: Due): void {
    const key = keyOf(due);
    if (this.state.timers.has(key)) this.write("timers").delete(key);
  }

  /** Pings over the current line. @param timeout milliseconds */
  ping(ping: Ping, timeout: number): void {
    const id = this.id();
    this.write("pings").set(id, ping);
    this.do({ kind: "ping", line: this.state.line, ping: id, timeout });
  }

  /** Ignores the answers to these pings. */
  forgetPings(...kinds: readonly Ping["kind"][]): void {
    this.#drop("pings", ({ kind }: Ping) => kinds.includes(kind));
  }

  cancelAll(...kinds: readonly Due["kind"][]): void {
    this.#drop("timers", ({ due }: Timer) => kinds.includes(due.kind));
  }

  #drop<Value>(name: MapName, isGone: (value: Value) => boolean): void {
    for (const [key, value] of this.state[name] as ReadonlyMap<never, Value>)
      if (isGone(value)) (this.write(name) as Map<unknown, unknown>).delete(key);
  }
}
