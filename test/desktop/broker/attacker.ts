import type { MsgHdrs, NatsConnection } from "nats";
import { OTHER, OTHER_SERVICE } from "../../admin/kit/ways.ts";

const GET = "$JS.API.DIRECT.GET";
/** Where the attacker may store what they like, and which they may read. */
const OWN = `approvals.kim%2Eys.${OTHER_SERVICE}`;

/** An event of another service, for another person, newer than any other. */
export const FORGED_EVENT = JSON.stringify({
  service: "hr-leave",
  user: "hong.gd",
  count: 666,
  occurredAt: "2026-11-22T14:00:00+09:00",
  sequence: 9_000_000,
  epoch: 1_000,
});

/** A catalog that leads somewhere else, without one of the services and with one more. */
export const FORGED_CATALOG = JSON.stringify({
  services: [
    { id: "hr-leave", name: { en: "Forged" }, url: "https://evil.example.com/" },
    { id: "forged", name: { en: "Forged" }, url: "https://evil.example.com/" },
  ],
});

const SUBJECT = "Nats-Subject: approvals.hong%2Egd.hr-leave";

/** Header blocks as no honest client would send them; the server takes any bytes, and adds its own lines. */
export const FORGED_HEADERS: Readonly<Record<string, string>> = {
  "no headers": "",
  "a forged Nats-Subject": `NATS/1.0\r\n${SUBJECT}\r\n\r\n`,
  "a forged Nats-Subject of the catalog": "NATS/1.0\r\nNats-Subject: catalog.services\r\n\r\n",
  "a forged Nats-Subject before a line that takes in what follows": `NATS/1.0\r\n${SUBJECT}\r\nX: yzz`,
  "a forged Nats-Subject before an early end": `NATS/1.0\r\n${SUBJECT}\r\n\r\nX: y\r\n\r\n`,
  "a forged Nats-Subject in small letters": `NATS/1.0\r\n${SUBJECT.toLowerCase()}\r\n\r\n`,
  "a forged Nats-Subject and bare line feeds": `NATS/1.0\n${SUBJECT}\nX: y\n\n`,
  "the status of a heartbeat": "NATS/1.0 100\r\n\r\n",
  "the whole of a heartbeat":
    "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 0\r\nNats-Last-Stream: 9\r\n\r\n",
  "the status of a heartbeat, and a line that takes in what follows": "NATS/1.0 100\r\nX: yzz",
  "a heartbeat and a forged Nats-Subject": `NATS/1.0 100\r\n${SUBJECT}\r\n\r\n`,
  "a status of nobody there": "NATS/1.0 503\r\n\r\n",
  "a status of nothing found": `NATS/1.0 404 Message Not Found\r\n${SUBJECT}\r\n\r\n`,
  "a name that is none": `NATS/1.0\r\nbad name: x\r\n${SUBJECT}\r\n\r\n`,
  "a line feed in a value": "NATS/1.0\r\nX: a\nb\r\n\r\n",
  "no text": "NATS/1.0\r\nX: \xff\xfe\r\n\r\n",
  "nothing of NATS": "HTTP/1.1 200 OK\r\n\r\n",
};

/**
 * An employee who has the login of the keeper as well. A service's login cannot retain a message with headers of its
 * own: the keeper writes the known fields only.
 */
export class Attacker {
  readonly #app: NatsConnection;
  readonly #keeper: NatsConnection;

  /**
   * @param app logged in as {@link OTHER}
   * @param keeper logged in as the keeper
   */
  constructor(app: NatsConnection, keeper: NatsConnection) {
    this.#app = app;
    this.#keeper = keeper;
  }

  /** Stores what they like as their own event. */
  async store(payload: string, headers = ""): Promise<void> {
    const raw = { encode: () => Buffer.from(headers, "latin1") } as unknown as MsgHdrs;
    const answer = await this.#keeper.request(OWN, payload, {
      timeout: 30_000,
      ...(headers === "" ? {} : { headers: raw }),
    });
    if (answer.json<{ error?: unknown }>().error !== undefined) throw new Error(answer.string());
  }

  /** Has everything that they may ask for sent to a subject; it has left the server when this resolves. */
  async send(to: string, times = 1): Promise<void> {
    const asked = [
      `${GET}.APPROVALS.${OWN}`,
      `${GET}.APPROVALS.approvals.kim%2Eys.nothing-there`,
      `${GET}.CATALOG.catalog.services`,
    ];
    for (let time = 0; time < times; time++)
      for (const each of asked) this.#app.publish(each, "", { reply: to });
    for (const each of asked.slice(1)) await this.#app.request(each, "", { timeout: 10_000 }); // each answered last
  }

  async close(): Promise<void> {
    await Promise.all([this.#app.close(), this.#keeper.close()]);
  }
}

export const ATTACKER = { app: OTHER, service: OTHER_SERVICE };
