import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Connections that are being opened at the same time. */
const OPENING = 100;

/** Pages that are open at one server, one for each person, on bare sockets. */
export class OpenPages {
  readonly #sockets: Socket[] = [];
  readonly #waiting = new Map<number, { readonly text: string; readonly arrived: () => void }>();

  /**
   * Opens them, and waits for each one's first sign of life.
   * @param headers of a person's request
   */
  static async open(url: URL, people: number, headers: (person: number) => string): Promise<OpenPages> {
    const pages = new OpenPages();
    let next = 0;
    const openSome = async (): Promise<void> => {
      for (let person = next++; person < people; person = next++) {
        await pages.#openOne(url, person, headers(person));
      }
    };
    await Promise.all(Array.from({ length: OPENING }, openSome));
    return pages;
  }

  /** Resolves when a text arrives at a person's page. */
  arrival(person: number, text: string): Promise<void> {
    return new Promise((arrived) => this.#waiting.set(person, { text, arrived }));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #openOne({ hostname, port, host }: URL, person: number, headers: string): Promise<void> {
    const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding("latin1");
    this.#sockets.push(socket);
    await once(socket, "connect");
    const alive = this.arrival(person, "event: alive");
    socket.on("data", (text: unknown) => {
      const waiting = this.#waiting.get(person);
      if (waiting === undefined || !String(text).includes(waiting.text)) return;
      this.#waiting.delete(person);
      waiting.arrived();
    });
    socket.on("close", () => {
      if (this.#waiting.has(person)) throw new Error(`the page of person ${person} was closed`);
    });
    socket.write(`GET /v1/board/events?lang=ko HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n\r\n`);
    await alive;
  }
}
