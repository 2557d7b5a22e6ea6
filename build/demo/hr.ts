import type { PeopleEvent } from "../../main/contract/people-event.ts";
import { formatPeopleEvent } from "../../main/contract/people-event.ts";

/** Who is in the company at the start, besides the person of the demo. */
const COLLEAGUES = ["kim.mj", "lee.sy", "park.jh", "choi.sa", "jung.dy"];
/** Who may join, one after the other. */
const NEWCOMERS = ["kang.he", "cho.ew", "yoon.ja", "han.sj", "oh.yr"];

/** What HR has done, for the journal. */
export interface HrHappening {
  readonly kind: "joined" | "left" | "not-sent";
  readonly id: string;
  /** Of what was not sent. */
  readonly detail?: string;
}

export interface HrPorts {
  readonly user: string;
  /** Where `alrimi server` takes events. */
  readonly url: () => string;
  /** HR's own token. */
  readonly token: string;
  readonly tell: (happening: HrHappening) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** HR of the demo company: it says who joins and who leaves, and the people directory follows. */
export class Hr {
  readonly #ports: HrPorts;
  readonly #people: Set<string>;
  #sequence = 0n;

  constructor(ports: HrPorts) {
    this.#ports = ports;
    this.#people = new Set([ports.user, ...COLLEAGUES]);
  }

  /** Canonical ids. */
  get people(): readonly string[] {
    return [...this.#people];
  }

  get canJoin(): boolean {
    return NEWCOMERS.some((id) => !this.#people.has(id));
  }

  async join(): Promise<void> {
    const id = NEWCOMERS.find((each) => !this.#people.has(each));
    if (id !== undefined && (await this.#send("people.joined", id))) this.#people.add(id);
  }

  /** Does nothing for the person of the demo, and for somebody who is not there. */
  async leave(id: string): Promise<void> {
    if (id === this.#ports.user || !this.#people.has(id)) return;
    if (await this.#send("people.left", id)) this.#people.delete(id);
  }

  /** @returns whether the broker has it */
  async #send(type: "people.joined" | "people.left", user: string): Promise<boolean> {
    const { url, token, tell, now } = this.#ports;
    // The time is higher than the numbers of an earlier start.
    this.#sequence = this.#sequence < now() ? BigInt(now()) : this.#sequence + 1n;
    const event: PeopleEvent = { type, user, occurredAt: now(), epoch: 0, sequence: this.#sequence };
    try {
      const answer = await fetch(`${url()}/v1/people/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: formatPeopleEvent(event),
      });
      if (!answer.ok) throw new Error(await answer.text());
      tell({ kind: type === "people.joined" ? "joined" : "left", id: user });
      return true;
    } catch (error) {
      tell({ kind: "not-sent", id: user, detail: (error as Error).message });
      return false;
    }
  }
}
