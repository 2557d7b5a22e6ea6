/** Why bad input was not accepted. Parsers return it and do not throw. */
export interface Refusal<Reason extends string> {
  readonly ok: false;
  readonly reason: Reason;
  /**
   * The exact fault in English, in every language of the app: it is for the log, and for the administrator or the
   * programmer who corrects the input. It may quote the input, so it is never shown as markup.
   */
  readonly detail: string;
}

/** A value, or the reason why there is none. */
export type Result<Value, Reason extends string> =
  | { readonly ok: true; readonly value: Value }
  | Refusal<Reason>;

export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refuse<Reason extends string>(reason: Reason, detail: string): Refusal<Reason> {
  return { ok: false, reason, detail };
}

/** Ends an exhaustive switch: a new case does not compile until it is handled. @throws {Error} if reached */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
