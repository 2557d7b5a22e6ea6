export {
  ADMINISTRATOR_INBOX,
  administratorPermissions,
  appPermissions,
  type BrokerConfigInput,
  brokerConfig,
  type Login,
  type Permissions,
  writerInbox,
  writerPermissions,
} from "../admin/broker-config.ts";
export { BrokerError, type BrokerReason } from "../nats/broker-error.ts";
export {
  type CatalogProblem,
  type CatalogPut,
  type CatalogRead,
  checkCatalog,
  type PutCatalogOptions,
  putCatalog,
  readCatalog,
} from "../admin/catalog.ts";
export { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
export type { Instant, PublishInput } from "./draft.ts";
export {
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  type EmbeddedConfig,
  startBroker,
} from "../admin/embedded-broker.ts";
export { createOutbox, type OutboxOptions } from "./outbox/open-outbox.ts";
export { OutboxError, type OutboxReason } from "./outbox/outbox-error.ts";
export type { Delivered, Outbox, OutboxInput, OutboxStats, Submitted } from "./outbox/outbox-types.ts";
export { type Provisioned, type ProvisionOptions, provision } from "../admin/provision.ts";
export {
  createPublisher,
  type Publisher,
  type PublisherOptions,
  type PublishOutcome,
  publish,
} from "./publish.ts";
export type { SettingChange } from "../admin/settings.ts";
export { APPROVALS_STREAM, CATALOG_STREAM, STREAMS, type StreamSettings } from "../contract/streams.ts";
