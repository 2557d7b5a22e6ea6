import { type ConnectionSignal, initialConnection, nextConnection } from "../../../main/core/connection.ts";

/** The states of the connection that a feed's signals lead to, each once in a row. */
export class ConnectionStates {
  readonly all: string[] = [];
  #connection = initialConnection(null);

  /** @param now milliseconds */
  take(signal: ConnectionSignal, now: number): void {
    this.#connection = nextConnection(this.#connection, signal, now);
    const connection = this.#connection;
    const state = "cause" in connection ? `${connection.kind}: ${connection.cause}` : connection.kind;
    if (state !== this.all.at(-1)) this.all.push(state);
  }
}
