export type { BrokerReason } from "../contract/broker-reason.ts";
export type { SentEvent } from "../contract/event.ts";
export type { Outcome } from "../contract/intake.ts";
export { BrokerError } from "../nats/broker-error.ts";
export type { BrokerOptions } from "../nats/connect-broker.ts";
export type { Instant, PublishInput } from "./draft.ts";
export { createOutbox, type OutboxOptions } from "./outbox/open-outbox.ts";
export { OutboxError, type OutboxReason } from "./outbox/outbox-error.ts";
export type { Outbox, OutboxInput, OutboxStats, Submitted } from "./outbox/outbox-types.ts";
export {
  createPublisher,
  type Publisher,
  type PublisherOptions,
  type PublishOutcome,
  publish,
} from "./publish.ts";
