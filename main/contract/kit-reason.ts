/**
 * Why a command of the broker kit failed.
 * - `no-kit` the folder holds no `broker.json` · `kit-exists` it holds one already · `bad-plan` it cannot be read
 * - `trial-differs` the folder holds a trial with other settings than the command line's
 * - `missing-key` a key file is missing · `busy` another command works in the folder · `unwritable` the folder or a
 *   file in it cannot be written
 * - `bad-id` not an id of a person or a service · `not-issued` no such credentials were issued
 * - `bad-setting` a bad setting on the command line · `bad-host` not a host · `no-expiry` nkeys do not expire
 * - `mqtt-needs-jwt` nats-server does not verify nkeys over MQTT
 * - `enrolment-needs-jwt` a server cannot sign logins with nkeys · `no-enrolment` the kit has no key for enrolment
 * - `port-taken` another program uses the port
 * - `no-server` nats-server is not installed · `no-openssl` openssl is not installed · `certificate` openssl refused
 */
export type KitReason =
  | "no-kit"
  | "kit-exists"
  | "trial-differs"
  | "bad-plan"
  | "missing-key"
  | "busy"
  | "unwritable"
  | "bad-id"
  | "not-issued"
  | "bad-setting"
  | "bad-host"
  | "port-taken"
  | "no-expiry"
  | "mqtt-needs-jwt"
  | "enrolment-needs-jwt"
  | "no-enrolment"
  | "no-server"
  | "no-openssl"
  | "certificate";

/**
 * What can be wrong with a `broker.json` that its form allows.
 * - `not-json` · `mixed-credentials` operator and accounts belong to JWT credentials, and only to them
 * - `same-name` two servers have the same name · `even-servers` a cluster has an odd number of servers
 */
export type PlanFault = "not-json" | "mixed-credentials" | "same-name" | "even-servers";
