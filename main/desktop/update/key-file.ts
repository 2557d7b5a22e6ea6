/** The public key that updates are checked with, beside `build.json` in a package: Ed25519 as PEM. */
export const KEY_FILE = "update-key.pem";
