import { createInbox, type MsgHdrs, type NatsConnection } from "nats";
import { asRequestError, BrokerError } from "./broker-error.ts";
import { directGetSubject } from "./jetstream-api.ts";
import { type ClientMessage, NatsMessage } from "./message.ts";

interface OpenRequest {
  readonly subject: string;
  /** Milliseconds of `performance.now()`. */
  readonly deadline: number;
  resolve(answer: NatsMessage): void;
  reject(error: BrokerError): void;
}

/** Milliseconds between two looks for requests whose time is over. */
const LOOK_MS = 100;
const NOTHING = new Uint8Array();

/** The newest message of a subject in a stream. */
export interface Newest {
  /** Stream sequence. */
  readonly revision: number;
  readonly data: Uint8Array;
}

/**
 * Requests over one connection, for a program that has thousands of them open. The client's own requests cost a timer
 * and several promises each, and misread an answer whose headers a sender chose.
 */
export class Answers {
  readonly #connection: NatsConnection;
  readonly #inbox: string;
  readonly #open = new Map<string, OpenRequest>();
  readonly #look: NodeJS.Timeout;
  #count = 0;

  constructor(connection: NatsConnection, inboxPrefix: string) {
    this.#connection = connection;
    this.#inbox = createInbox(inboxPrefix);
    connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error !== null) return this.#failAll(error);
        const { subject } = message as { readonly subject: string };
        const request = this.#open.get(subject);
        if (request === undefined) return; // too late
        this.#open.delete(subject);
        request.resolve(new NatsMessage(message as unknown as ClientMessage));
      },
    });
    this.#look = setInterval(() => this.#failLate(), LOOK_MS).unref();
    void connection.closed().then(() => {
      clearInterval(this.#look);
      this.#failAll(new BrokerError("closed", this.#inbox));
    });
  }

  /**
   * @param revision the condition of a compare-and-set: the stream sequence of the subject's newest message, 0 for none
   * @throws {BrokerError} (rejects) without an answer
   */
  ask(subject: string, payload: Uint8Array, timeoutMs: number, revision?: number): Promise<NatsMessage> {
    const reply = `${this.#inbox}.${++this.#count}`;
    return new Promise((resolve, reject) => {
      this.#open.set(reply, { subject, deadline: performance.now() + timeoutMs, resolve, reject });
      try {
        if (revision === undefined) this.#connection.publish(subject, payload, { reply });
        else this.#connection.publish(subject, payload, { reply, headers: expecting(revision) });
      } catch (error) {
        this.#open.delete(reply);
        reject(asRequestError(error, subject));
      }
    });
  }

  #failLate(): void {
    const now = performance.now();
    for (const [reply, { subject, deadline, reject }] of this.#open) {
      if (deadline > now) continue;
      this.#open.delete(reply);
      reject(new BrokerError("timeout", subject));
    }
  }

  #failAll(error: unknown): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { subject, reject } of open) reject(asRequestError(error, subject));
  }
}

/** The client calls `encode` only. Its own headers take as long to make as all other work for a write. */
function expecting(revision: number): MsgHdrs {
  const head = `NATS/1.0\r\nNats-Expected-Last-Subject-Sequence: ${revision}\r\n\r\n`;
  return { encode: () => Buffer.from(head, "latin1") } as unknown as MsgHdrs;
}

/**
 * Asks a stream for the newest message of a subject.
 * @returns undefined without one
 * @throws {BrokerError} (rejects) without an answer, or `no-stream`
 */
export async function newestOf(
  answers: Answers,
  stream: string,
  subject: string,
  timeoutMs: number,
): Promise<Newest | undefined> {
  const asked = directGetSubject(stream, subject);
  const answer = await answers.ask(asked, NOTHING, timeoutMs);
  const { revision, data } = answer;
  if (revision !== undefined) return { revision, data };
  if (answer.hasStatus(404)) return undefined;
  throw new BrokerError("no-stream", asked, answer.status);
}
