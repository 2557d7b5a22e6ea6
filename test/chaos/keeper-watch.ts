import { type Outcome, parseOutcome } from "../../main/contract/intake.ts";
import { approvalsSubject } from "../../main/contract/subject.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { askJetStream, directGet } from "../../main/nats/jetstream.ts";
import { KEEPER_API } from "../../main/nats/jetstream-api.ts";
import { isOlder } from "../../main/nats/server-version.ts";
import type { KeeperSite } from "./keeper-site.ts";
import { isNewer, PEOPLE, type Place, type PlainPublishers, SERVICES } from "./plain-publishers.ts";

interface StreamState {
  readonly messages: number;
  readonly subjects?: Readonly<Record<string, number>>;
}

/** REFUSED holds this many of a service. */
const REFUSED_HELD = 100;

/** What services and apps see while keepers die, and what the broker holds in the end. */
export class KeeperWatch {
  /** What must never be seen. */
  readonly violations: string[] = [];
  /** What became of each event of the intake, with the time when it was first told. */
  readonly outcomes = new Map<number, { readonly outcome: Outcome["outcome"]; readonly at: number }>();
  readonly #shown = new Map<string, { readonly place: Place; readonly revision: number }>();
  readonly #apps = new Map<string, NatsConnection>();
  readonly #writers = new Map<string, NatsConnection>();
  #administrator: NatsConnection | undefined;

  static async start(site: KeeperSite): Promise<KeeperWatch> {
    const watch = new KeeperWatch();
    watch.#administrator = await site.connectAs("administrator", "administrator");
    for (const service of SERVICES) {
      const writer = await site.connectAs("writer", service);
      watch.#writers.set(service, writer);
      writer.subscribe(`outcome.${service}`, { callback: (_, { data }) => watch.#hear(data) });
      await writer.flush();
    }
    for (const user of PEOPLE) {
      const app = await site.connectAs("app", user);
      watch.#apps.set(user, app);
      app.subscribe(`approvals.${user}.*`, {
        callback: (_, { subject, data, headers }) =>
          watch.#see(subject, data, Number(headers?.get("Nats-Sequence"))),
      });
      await app.flush();
    }
    return watch;
  }

  /**
   * Whether the intake is empty. A server before 2.10 that was killed may hold messages again that were acknowledged: its
   * consumer knows that they are done, and they leave by their age.
   */
  async isEmpty(): Promise<boolean> {
    const administrator = this.#administrator;
    if (administrator === undefined) return false;
    const messages = (await this.#state("INTAKE"))?.messages;
    if (messages === undefined) return false;
    if (messages === 0 || !isOlder(administrator.info?.version ?? "", 2, 10)) return messages === 0;
    const consumer = await askJetStream(administrator, KEEPER_API.info, "").catch(() => undefined);
    if (!consumer?.ok) return false;
    const { num_pending, num_ack_pending } = consumer.fields;
    return num_pending === 0 && num_ack_pending === 0;
  }

  /** How many events of a service stand in REFUSED. */
  async refused(service: string): Promise<number> {
    const subject = `refused.${service}`;
    const state = await this.#state("REFUSED", { subjects_filter: subject });
    return state?.subjects?.[subject] ?? 0;
  }

  /** What does not agree with the truth, in words. */
  async faults(publishers: PlainPublishers): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const user of PEOPLE) {
      for (const service of SERVICES) {
        const subject = approvalsSubject(user, service);
        const app = this.#apps.get(user);
        if (!subject.ok || app === undefined) throw new Error("no such person");
        const message = await directGet(app, "APPROVALS", subject.value);
        const held = message === undefined ? undefined : placeIn(message.data);
        const newest = publishers.newest(user, service);
        if (say(held) !== say(newest)) faults.push(`${subject.value} holds ${say(held)}, not ${say(newest)}`);
      }
    }
    for (const service of SERVICES) faults.push(...(await this.#refusedFaults(service, publishers)));
    return faults;
  }

  async #refusedFaults(service: string, publishers: PlainPublishers): Promise<readonly string[]> {
    const malformed = publishers.malformed(service);
    const writer = this.#writers.get(service);
    if (writer === undefined || malformed.length === 0) return [];
    const held = await this.refused(service);
    const faults: string[] = [];
    if (held < Math.min(malformed.length, REFUSED_HELD)) {
      faults.push(`REFUSED holds ${held} of ${service}, not ${malformed.length}`);
    }
    const last = await directGet(writer, "REFUSED", `refused.${service}`);
    const { intake } = JSON.parse(Buffer.from(last?.data ?? []).toString() || "{}") as { intake?: number };
    if (!malformed.includes(intake ?? 0)) faults.push(`the last in REFUSED of ${service} is ${intake}`);
    return faults;
  }

  async #state(stream: string, request: object = {}): Promise<StreamState | undefined> {
    if (this.#administrator === undefined) return undefined;
    const subject = `$JS.API.STREAM.INFO.${stream}`;
    const answer = await askJetStream(this.#administrator, subject, JSON.stringify(request)).catch(
      () => undefined,
    );
    return answer?.ok ? (answer.fields["state"] as StreamState) : undefined;
  }

  #hear(data: Uint8Array): void {
    const outcome = parseOutcome(data);
    if (!outcome.ok) {
      this.violations.push(`an outcome cannot be read: ${outcome.detail}`);
      return;
    }
    const { intake, outcome: said } = outcome.value;
    const before = this.outcomes.get(intake);
    if (before === undefined) this.outcomes.set(intake, { outcome: said, at: performance.now() });
    else if ((before.outcome === "refused") !== (said === "refused")) {
      this.violations.push(`${intake} was ${before.outcome}, then ${said}`);
    }
  }

  /** @param revision its number in the stream, which tells what was stored late from what was delivered late */
  #see(subject: string, data: Uint8Array, revision: number): void {
    const place = placeIn(data);
    const before = this.#shown.get(subject);
    if (before !== undefined && isNewer(before.place, place)) {
      const [now, then] = [`${say(place)} at ${revision}`, `${say(before.place)} at ${before.revision}`];
      this.violations.push(`${subject}: ${now} came after ${then}`);
    }
    this.#shown.set(subject, { place, revision });
  }
}

function placeIn(data: Uint8Array): Place {
  const { epoch = 0, sequence, count } = JSON.parse(Buffer.from(data).toString()) as Place;
  return { epoch, sequence, count };
}

function say(place: Place | undefined): string {
  return place === undefined ? "nothing" : `${place.epoch}/${place.sequence} (${place.count})`;
}
