import { sinkOf } from "../../../main/desktop/app/hub-sink.ts";
import { type Feed, type FeedPorts, startFeed } from "../../../main/desktop/broker/feed.ts";
import { dialNats } from "../../../main/desktop/broker/nats-transport.ts";
import type { BrokerAddress, Dial } from "../../../main/desktop/broker/transport.ts";
import { App } from "../app/hub-app.ts";
import { FakeClock, settle } from "../fake-clock.ts";

const YEAR = 365 * 86_400_000;

/** The app's own hub and feed with the real client, on a clock that the test moves. */
export class Victim {
  readonly app: App;
  readonly #feed: Feed;
  /** The subjects of direct gets, by stream. */
  readonly reads: string[] = [];
  dials = 0;

  constructor(
    address: Pick<BrokerAddress, "servers" | "credentials" | "tls">,
    loaded?: unknown,
    fleet?: FeedPorts["fleet"],
  ) {
    const clock = new FakeClock();
    this.app = new App(loaded, { clock });
    const { hub, log } = this.app;
    const dial: Dial = async (to, onEvent) => {
      this.dials++;
      const dialled = await dialNats(to, (event) => {
        if (event.kind !== "heard") log.push(`link: ${event.kind}`);
        onEvent(event);
      });
      if (!dialled.ok) return dialled;
      const { link } = dialled;
      const counted: typeof link = Object.create(link, {
        directGet: {
          value: (stream: string, subject: string, timeout: number) => {
            this.reads.push(stream);
            return link.directGet(stream, subject, timeout);
          },
        },
      });
      return { ok: true, link: counted };
    };
    this.#feed = startFeed("hong.gd", address, {
      dial,
      clock,
      fleet,
      keeperPatience: YEAR, // the keeper's clock is the real one
      services: () => hub.services(),
      sink: sinkOf(hub, (text) => void log.push(text)),
    });
  }

  /** Everything that a person sees of the counts and links, and of the connection. */
  get seen(): unknown {
    const { connection, ledger, unsure, catalog, problems } = this.app.hub.situation;
    return {
      connection: connection.kind,
      counts: [...ledger].map(([service, { count }]) => `${service} ${count}`).sort(),
      unsure: [...unsure],
      links: catalog.map(({ id, url }) => `${id} ${url}`),
      problems: problems.map(({ key }) => key),
      notices: this.app.notices.map(({ title, body }) => `${title}: ${body}`),
    };
  }

  count(service: string): number | undefined {
    return this.app.hub.situation.ledger.get(service)?.count;
  }

  get state(): string {
    return this.app.hub.situation.connection.kind;
  }

  /** Lets the app's time pass, while the network answers as fast as it does. */
  async pass(time: number, step = 1_000): Promise<void> {
    for (let passed = 0; passed < time; passed += step) {
      await this.app.clock.pass(step);
      await settle();
    }
  }

  async stop(): Promise<void> {
    await this.#feed.stop();
    this.app.hub.stop();
  }
}
