/** Bad input is a value with a named reason, never a throw. */
export interface Refusal<Reason extends string> {
  readonly ok: false;
  readonly reason: Reason;
  /** What exactly was wrong, for the log; never shown as markup. */
  readonly detail: string;
}

export type Result<Value, Reason extends string> =
  | { readonly ok: true; readonly value: Value }
  | Refusal<Reason>;

export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refuse<Reason extends string>(reason: Reason, detail: string): Refusal<Reason> {
  return { ok: false, reason, detail };
}

/** Closes an exhaustive switch: a new case no longer compiles until it is handled. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
