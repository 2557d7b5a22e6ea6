/**
 * Why a request to the broker failed.
 * - `unreachable` nothing listens there, or the name does not resolve · `timeout` no answer in time
 * - `not-nats` another protocol answers · `tls` the TLS handshake failed · `bad-server` not a server address
 * - `bad-file` a credentials or TLS file cannot be used · `closed` the connection is closed
 * - `authorization` the login was refused · `permission` the login may not do this
 * - `no-jetstream` JetStream is off for this account · `no-stream` the stream does not exist or has no leader now
 * - `full` no space for this message now: the service's share of the intake, the stream, or the storage is full
 * - `cannot-change` a stream setting cannot be changed in place · `too-few-servers` the cluster has fewer servers than
 *   replicas, or excludes a server · `broker-refused` any other refusal
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
  | "full"
  | "cannot-change"
  | "too-few-servers"
  | "broker-refused";
