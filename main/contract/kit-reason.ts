/**
 * Why the broker kit did not do it.
 * - `no-kit` the folder holds no `broker.json` · `kit-exists` it holds one already · `bad-plan` it cannot be understood
 * - `trial-differs` the folder holds a trial that is not as the command line says
 * - `missing-key` a key file is not there · `busy` another command works in the folder · `unwritable` it cannot be used
 * - `bad-id` not an id of a person or a service · `not-issued` nobody has such credentials
 * - `bad-setting` a setting of the command line · `bad-host` not a host · `no-expiry` nkeys do not expire
 * - `port-taken` another program has the port
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
  | "no-server"
  | "no-openssl"
  | "certificate";
