import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Language } from "../../contract/catalog.ts";
import { whenOver } from "../http/when-over.ts";
import type { SignedOn } from "../sign-on/signed-on.ts";
import type { Boards } from "./boards.ts";

/** Milliseconds between two signs of life, in which no board is sent. Whatever is between ends a connection that is still. */
const ALIVE_MS = 20_000;
/** The pages get theirs in turns, because all at once would hold up the changes of others. */
const TURNS = 40;
/** Bytes that a page may leave unread. */
const MOST_UNREAD = 256 * 1024;
/** Milliseconds after which a page opens its stream again, at least; it is up to four times as long. */
const RETRY_MS = 2_000;

export interface StreamBounds {
  readonly maxStreams: number;
  readonly maxStreamsPerPerson: number;
}

export interface StreamsPorts {
  readonly boards: Pick<Boards, "watch" | "view" | "asOf">;
  /** Whether a person still has a board. @param person canonical id */
  isKnown(person: string): boolean;
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

interface Stream extends SignedOn {
  readonly response: ServerResponse;
  readonly language: Language;
  /** Hash of the board that was sent last, which takes less room. */
  sent: string;
  /** Those that get their sign of life together. */
  readonly turn: Set<Stream>;
  unwatch: () => void;
}

/** The event streams of all open pages. */
export class Streams {
  readonly #bounds: StreamBounds;
  readonly #ports: StreamsPorts;
  readonly #open = new Set<Stream>();
  readonly #turns = Array.from({ length: TURNS }, () => new Set<Stream>());
  #opened = 0;
  #turn = 0;
  readonly #ofPerson = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(bounds: StreamBounds, ports: StreamsPorts) {
    this.#bounds = bounds;
    this.#ports = ports;
    this.#timer = setInterval(() => this.#live(), ALIVE_MS / TURNS);
  }

  get size(): number {
    return this.#open.size;
  }

  /** Why a person may not open another one now. */
  refusal(person: string): "too-many-streams" | "unavailable" | undefined {
    if (this.#open.size >= this.#bounds.maxStreams) return "unavailable";
    const own = this.#ofPerson.get(person) ?? 0;
    return own >= this.#bounds.maxStreamsPerPerson ? "too-many-streams" : undefined;
  }

  /** Sends the person's board now, and after each change, until the page is left or the session has ended. */
  open({ person, until }: SignedOn, language: Language, response: ServerResponse): void {
    if (response.req.socket.destroyed) return; // the page was left meanwhile
    const turn = this.#turnOf(this.#opened++);
    const stream: Stream = { person, until, response, language, turn, sent: "", unwatch: () => {} };
    this.#open.add(stream);
    turn.add(stream);
    this.#ofPerson.set(person, (this.#ofPerson.get(person) ?? 0) + 1);
    whenOver(response, () => this.#forget(stream));
    response.on("error", () => {}); // the end of the connection follows
    response.write(`retry: ${RETRY_MS + Math.floor(Math.random() * 3 * RETRY_MS)}\n\n`);
    stream.unwatch = this.#ports.boards.watch(person, () => this.#send(stream));
    this.#send(stream);
    stream.response.write(this.#alive(language));
  }

  /** Ends all of them. Their pages open another one, on another server if there is one. */
  stop(): void {
    clearInterval(this.#timer);
    for (const { response } of this.#open) response.end();
  }

  #send(stream: Stream): void {
    const { person, language, response } = stream;
    const board = JSON.stringify(this.#ports.boards.view(person, language));
    const hash = createHash("sha1").update(board).digest("base64");
    if (hash === stream.sent) return;
    stream.sent = hash;
    if (response.writableLength > MOST_UNREAD) response.req.socket.destroy();
    else response.write(`event: board\ndata: ${board}\n\n`);
  }

  #live(): void {
    const now = this.#ports.now();
    const texts = { ko: this.#alive("ko"), en: this.#alive("en") };
    for (const stream of this.#turnOf(this.#turn++)) {
      const { response, until, person, language } = stream;
      if (until <= now || !this.#ports.isKnown(person)) {
        response.end();
        this.#forget(stream); // the other side may never close it
      } else if (response.writableLength > MOST_UNREAD) response.req.socket.destroy();
      else response.write(texts[language]);
    }
  }

  #turnOf(number: number): Set<Stream> {
    return this.#turns[number % TURNS] as Set<Stream>;
  }

  #alive(language: Language): string {
    return `event: alive\ndata: ${JSON.stringify(this.#ports.boards.asOf(language))}\n\n`;
  }

  #forget(stream: Stream): void {
    if (!this.#open.delete(stream)) return;
    stream.turn.delete(stream);
    stream.unwatch();
    const left = (this.#ofPerson.get(stream.person) ?? 1) - 1;
    if (left > 0) this.#ofPerson.set(stream.person, left);
    else this.#ofPerson.delete(stream.person);
  }
}
