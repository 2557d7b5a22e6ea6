/**
 * Why a file is not used.
 * - `link`, `folder`, `pipe`, `socket`, `device` something else lies at the path · `file` another file is in its place
 * - `too-large` it is larger than anything expected there · `no-credentials` it holds no credentials of NATS
 * - `no-certificate`, `no-key` it holds none in PEM · `key-encrypted` a password protects the key
 * - `key-missing`, `certificate-missing` only the other one of the two is named · `key-mismatch` they are no pair
 * - `certificate-expired` the certificate has ended
 */
export type FileReason =
  | "link"
  | "file"
  | "folder"
  | "pipe"
  | "socket"
  | "device"
  | "too-large"
  | "no-credentials"
  | TlsFileReason;

/** Those of the files of a TLS connection. */
export type TlsFileReason =
  | "no-certificate"
  | "no-key"
  | "key-encrypted"
  | "key-missing"
  | "certificate-missing"
  | "key-mismatch"
  | "certificate-expired";
