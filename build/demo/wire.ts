import { intakeSubject, type Outcome, outcomeSubject, parseOutcome } from "../../main/contract/intake.ts";
import { BrokerLink } from "../../main/nats/broker-link.ts";
import { type BrokerOptions, connectBroker } from "../../main/nats/connect-broker.ts";
import { messageOf } from "../../main/nats/message.ts";
import { writerInbox } from "../../main/nats/permissions.ts";

export interface WirePorts {
  /** Called at each connection, when outcomes are heard. Outcomes from before it were not heard. */
  readonly up: () => void;
  readonly heard: (outcome: Outcome) => void;
}

/** A service's own connection beside its way: it hears what becomes of the events, and sends the faulty ones. */
export class Wire {
  readonly #link: BrokerLink;
  readonly #intake: string;

  /**
   * @param service id
   * @param broker with the service's login
   */
  constructor(service: string, broker: BrokerOptions, { up, heard }: WirePorts) {
    const [intake, outcome] = [intakeSubject(service), outcomeSubject(service)];
    if (!intake.ok || !outcome.ok) throw new TypeError(`no id: ${service}`);
    this.#intake = intake.value;
    this.#link = new BrokerLink({
      connect: () => connectBroker({ ...broker, inboxPrefix: writerInbox(service), reconnect: false }),
      isUp(connection) {
        connection.subscribe(outcome.value, {
          callback(error, message) {
            // An answer of the server, which anybody can have sent here, has headers. An outcome has none.
            if (error !== null || messageOf(message).hasHeaders) return;
            const parsed = parseOutcome(message.data);
            if (parsed.ok) heard(parsed.value);
          },
        });
        up();
      },
      failed() {}, // the way says that the broker is away
    });
  }

  /** Sends one message to the intake. @throws when the broker does not acknowledge it */
  async send(payload: string): Promise<void> {
    const { connection } = this.#link;
    if (connection === undefined) throw new Error("the broker is not connected");
    await connection.jetstream().publish(this.#intake, payload, { timeout: 2_000 });
  }

  close(): Promise<void> {
    return this.#link.close();
  }
}
