import type { Reply } from "../contract/connection.ts";
import { directGetSubject } from "./jetstream-api.ts";
import { type ClientMessage, NatsMessage } from "./message.ts";

/** The part of the client's connection that is used here. */
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
 * Direct gets over one connection. The client's own requests read the headers of every answer first. They take a stored
 * message with status 503 and no body for "no responders", and drop one with unreadable headers. So a service's event
 * could look as if the stream did not exist.
 */
export class DirectGets {
  readonly #connection: ClientConnection;
  readonly #inbox: string;
  readonly #waiting = new Map<string, OpenGet>();
  #isListening = false;
  #count = 0;

  /** @param inbox a subject on which this client may subscribe, and which others cannot guess to send answers there */
  constructor(connection: ClientConnection, inbox: string) {
    this.#connection = connection;
    this.#inbox = inbox;
    void connection.closed().then(() => this.#settleAll({ kind: "unavailable" }));
  }

  /** Never rejects. @param timeout milliseconds, after which the reply is `unavailable` */
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

  /** Ends the gets on a subject to which the server does not allow publishing. */
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
          this.#isListening = false; // the client drops a denied subscription for good, so the next get subscribes again
          this.#settleAll({ kind: "denied" });
        }
      },
    });
  }

  #settleAll(reply: Reply): void {
    for (const { settle } of [...this.#waiting.values()]) settle(reply);
  }
}

/** A stored message, with any status in its headers; or else the server's own status without a message. */
function replyIn(message: unknown): Reply {
  const answer = new NatsMessage(message as ClientMessage);
  if (answer.isStored) {
    const { origin, data: payload, revision } = answer;
    return { kind: "message", origin, payload, revision };
  }
  return { kind: answer.hasStatus(404) ? "none" : "unavailable" };
}
