import type { Reply } from "../contract/connection.ts";
import { directGetSubject } from "./jetstream-api.ts";
import { type ClientMessage, NatsMessage } from "./message.ts";

/** What is needed of the client's connection. */
interface ClientConnection {
  publish(subject: string, payload: Uint8Array, options: { readonly reply: string }): void;
  subscribe(
    subject: string,
    options: { readonly callback: (error: Error | null, message: { readonly subject: string }) => void },
  ): unknown;
  closed(): Promise<unknown>;
}

interface OpenGet {
  readonly subject: string;
  settle(reply: Reply): void;
}

/**
 * Direct gets over one connection. The client's own requests read the headers of every answer before anybody else does:
 * they take a stored message with the status 503 and no body for "nobody is there", and drop one whose headers they
 * cannot read, so that a service's own event could look as if the stream were gone.
 */
export class DirectGets {
  readonly #connection: ClientConnection;
  readonly #inbox: string;
  readonly #waiting = new Map<string, OpenGet>();
  #isListening = false;
  #count = 0;

  /** @param inbox where this client may subscribe, and which nobody can guess to have an answer sent there */
  constructor(connection: ClientConnection, inbox: string) {
    this.#connection = connection;
    this.#inbox = inbox;
    void connection.closed().then(() => this.#settleAll({ kind: "unavailable" }));
  }

  /** @param timeout milliseconds */
  get(stream: string, subject: string, timeout: number): Promise<Reply> {
    const asked = directGetSubject(stream, subject);
    const reply = `${this.#inbox}.${++this.#count}`;
    return new Promise((resolve) => {
      const settle = (answer: Reply): void => {
        clearTimeout(timer);
        this.#waiting.delete(reply);
        resolve(answer);
      };
      const timer = setTimeout(() => settle({ kind: "unavailable" }), timeout);
      this.#waiting.set(reply, { subject: asked, settle });
      try {
        this.#listen();
        this.#connection.publish(asked, new Uint8Array(), { reply });
      } catch {
        settle({ kind: "unavailable" }); // closed
      }
    });
  }

  /** The server does not allow to publish there. */
  denied(subject: string): void {
    for (const { subject: asked, settle } of [...this.#waiting.values()]) {
      if (asked === subject) settle({ kind: "denied" });
    }
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error === null) this.#waiting.get(message.subject)?.settle(replyIn(message));
        else {
          this.#isListening = false; // the client drops a denied subscription for good
          this.#settleAll({ kind: "denied" });
        }
      },
    });
  }

  #settleAll(reply: Reply): void {
    for (const { settle } of [...this.#waiting.values()]) settle(reply);
  }
}

/** The message itself, whatever status is stored in it; or a status of the server's own, and no message. */
function replyIn(message: unknown): Reply {
  const answer = new NatsMessage(message as ClientMessage);
  if (answer.isStored) return { kind: "message", origin: answer.origin, payload: answer.data };
  return { kind: answer.hasStatus(404) ? "none" : "unavailable" };
}
