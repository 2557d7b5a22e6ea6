import type { FileWords } from "./ko.ts";

export const fileEn: FileWords = {
  link: "it is a link to another place",
  file: "another file is in its place",
  folder: "it is a folder, not a file",
  pipe: "it is a pipe (FIFO), not a file",
  socket: "it is a socket, not a file",
  device: "it is a device, not a file",
  "too-large": "the file is too large",
  "no-credentials": "it holds no credentials of NATS",
  "no-certificate": "it holds no certificate (PEM)",
  "no-key": "it holds no private key (PEM)",
  "key-encrypted": "the key is protected by a password; a key without one is needed",
  "key-missing": "no file is named for the key to this certificate",
  "certificate-missing": "no file is named for the certificate of this key",
  "key-mismatch": "it is not the key to the certificate",
  "certificate-expired": "the certificate has expired",
};
