export { createInbox, type NatsConnection } from "nats";
