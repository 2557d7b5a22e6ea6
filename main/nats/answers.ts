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
  /** When it is sent once more; milliseconds of `performance.now()`. */
  againAt: number;
  send(): void;
  resolve(answer: NatsMessage): void;
  reject(error: BrokerError): void;
}

/** Milliseconds between two looks for requests whose time is over. */
const LOOK_MS = 100;
/**
 * A reading without an answer is sent once more after so long. What is asked of a stream while no leader is elected is
 * lost, and the first answer counts. Milliseconds.
 */
const AGAIN_MS = 1_000;

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
    this.#look = setInterval(() => this.#tend(), LOOK_MS).unref();
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
    const head = revision === undefined ? "" : expecting(revision);
    return this.#request(subject, payload, { timeoutMs, againMs: Number.POSITIVE_INFINITY, head });
  }

  /** Asks for what may be asked twice. @throws {BrokerError} (rejects) without an answer */
  read(subject: string, payload: string, timeoutMs: number): Promise<NatsMessage> {
    return this.#request(subject, payload, { timeoutMs, againMs: AGAIN_MS, head: "" });
  }

  #request(
    subject: string,
    payload: Uint8Array | string,
    { timeoutMs, againMs, head }: { timeoutMs: number; againMs: number; head: string },
  ): Promise<NatsMessage> {
    const number = ++this.#count;
    const reply = `${this.#inbox}.${number}`;
    const send = (): void => sendMessage(this.#connection, subject, payload, { reply, head });
    return new Promise((resolve, reject) => {
      const now = performance.now();
      const times = { deadline: now + timeoutMs, againAt: now + againMs };
      this.#open.set(number, { subject, ...times, send, resolve, reject });
      try {
        send();
      } catch (error) {
        this.#open.delete(number);
        reject(asRequestError(error, subject));
      }
    });
  }

  /** Ends what is late, and sends readings again. */
  #tend(): void {
    const now = performance.now();
    for (const [number, request] of this.#open) {
      if (request.deadline <= now) {
        this.#open.delete(number);
        request.reject(new BrokerError("timeout", request.subject));
      } else if (request.againAt <= now && !this.#connection.isClosed()) {
        request.againAt = now + AGAIN_MS;
        request.send();
      }
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
 * The same for what decides on a write, asked once: at the first moment after an election a copy may still be behind, and
 * nats-server 2.9.10 then compares a write with that.
 */
export async function newestForWrite(
  answers: Answers,
  stream: string,
  subject: string,
  timeoutMs: number,
): Promise<Newest | undefined> {
  const asked = directGetSubject(stream, subject);
  return messageOf(asked, await answers.ask(asked, "", timeoutMs));
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
  return messageOf(asked, await answers.read(asked, payload, timeoutMs));
}

function messageOf(asked: string, answer: NatsMessage): Newest | undefined {
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
