import { createInbox, type NatsConnection } from "nats";
import { apiRefusal, isOutrun, parseApiAnswer, storedRevision } from "./api-answer.ts";
import { asRequestError, BrokerError } from "./broker-error.ts";
import { directGetSubject, nextRequest, streamApi } from "./jetstream-api.ts";
import { type ClientMessage, NatsMessage } from "./message.ts";
import { sendMessage } from "./send-message.ts";

interface OpenRequest {
  readonly subject: string;
  /** Milliseconds of `performance.now()`. */
  readonly deadline: number;
  resolve(answer: NatsMessage): void;
  reject(error: BrokerError): void;
}

/** Milliseconds between two looks for requests whose time is over. */
const LOOK_MS = 100;

/** A stored message, such as the newest one of a subject. */
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
  /** By the number at the end of their reply subject. */
  readonly #open = new Map<number, OpenRequest>();
  readonly #look: NodeJS.Timeout;
  #count = 0;

  constructor(connection: NatsConnection, inboxPrefix: string) {
    this.#connection = connection;
    this.#inbox = createInbox(inboxPrefix);
    connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error !== null) return this.#failAll(error);
        const { subject } = message as { readonly subject: string };
        const number = Number(subject.slice(this.#inbox.length + 1));
        const request = this.#open.get(number);
        if (request === undefined) return; // too late
        this.#open.delete(number);
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
  ask(
    subject: string,
    payload: Uint8Array | string,
    timeoutMs: number,
    revision?: number,
  ): Promise<NatsMessage> {
    const number = ++this.#count;
    const reply = `${this.#inbox}.${number}`;
    return new Promise((resolve, reject) => {
      this.#open.set(number, { subject, deadline: performance.now() + timeoutMs, resolve, reject });
      try {
        const head = revision === undefined ? "" : expecting(revision);
        sendMessage(this.#connection, subject, payload, { reply, head });
      } catch (error) {
        this.#open.delete(number);
        reject(asRequestError(error, subject));
      }
    });
  }

  #failLate(): void {
    const now = performance.now();
    for (const [number, { subject, deadline, reject }] of this.#open) {
      if (deadline > now) continue;
      this.#open.delete(number);
      reject(new BrokerError("timeout", subject));
    }
  }

  #failAll(error: unknown): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { subject, reject } of open) reject(asRequestError(error, subject));
  }
}

function expecting(revision: number): string {
  return `NATS/1.0\r\nNats-Expected-Last-Subject-Sequence: ${revision}\r\n\r\n`;
}

/**
 * Asks a stream for the newest message of a subject.
 * @returns undefined without one
 * @throws {BrokerError} (rejects) without an answer, or `no-stream`
 */
export function newestOf(
  answers: Answers,
  stream: string,
  subject: string,
  timeoutMs: number,
): Promise<Newest | undefined> {
  return messageIn(answers, directGetSubject(stream, subject), "", timeoutMs);
}

/**
 * Asks a stream for its first message of `filter` whose stream sequence is `from` or higher.
 * @returns undefined without one
 * @throws {BrokerError} (rejects) as {@link newestOf} does
 */
export function nextOf(
  answers: Answers,
  stream: string,
  filter: string,
  from: number,
  timeoutMs: number,
): Promise<Newest | undefined> {
  return messageIn(answers, streamApi(stream).directGet, nextRequest(filter, from), timeoutMs);
}

async function messageIn(
  answers: Answers,
  asked: string,
  payload: string,
  timeoutMs: number,
): Promise<Newest | undefined> {
  const answer = await answers.ask(asked, payload, timeoutMs);
  const { revision, data } = answer;
  if (revision !== undefined) return { revision, data };
  if (answer.hasStatus(404)) return undefined;
  throw new BrokerError("no-stream", asked, answer.status);
}

/**
 * Stores a message.
 * @param revision as in {@link Answers.ask}
 * @returns its stream sequence; undefined if the subject's newest message is another one than expected
 * @throws {BrokerError} (rejects); the message may have been stored
 */
export async function storeBy(
  answers: Answers,
  subject: string,
  payload: Uint8Array | string,
  timeoutMs: number,
  revision?: number,
): Promise<number | undefined> {
  const { data } = await answers.ask(subject, payload, timeoutMs, revision);
  const answer = parseApiAnswer(subject, data);
  return isOutrun(answer) ? undefined : storedRevision(subject, answer);
}

/**
 * Asks the JetStream API.
 * @returns the fields of its answer
 * @throws {BrokerError} (rejects) without an answer, or with the broker's refusal
 */
export async function askApi(
  answers: Answers,
  subject: string,
  payload: string,
  timeoutMs: number,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = parseApiAnswer(subject, (await answers.ask(subject, payload, timeoutMs)).data);
  if (answer.ok) return answer.fields;
  throw apiRefusal(subject, answer.error);
}
