/**
 * Why the broker did not do it.
 * - `unreachable` nothing listens there, or the name does not resolve · `timeout` no answer in time
 * - `not-nats` something else answers · `tls` no agreement on TLS · `bad-server` not an address · `bad-file` a
 *   credentials or TLS file that cannot be used · `closed` the connection is closed
 * - `authorization` the login was refused · `permission` the login may not do this
 * - `no-jetstream` JetStream is off for this account · `no-stream` the stream is not there or has no leader now
 * - `cannot-change` a stream's setting that cannot be changed in place · `too-few-servers` a cluster has fewer servers
 *   than copies, or leaves one out · `broker-refused` any other refusal
 */
export type BrokerReason =
  | "unreachable"
  | "timeout"
  | "not-nats"
  | "tls"
  | "bad-server"
  | "bad-file"
  | "closed"
  | "authorization"
  | "permission"
  | "no-jetstream"
  | "no-stream"
  | "cannot-change"
  | "too-few-servers"
  | "broker-refused";
