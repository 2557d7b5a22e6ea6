import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  usernamePasswordAuthenticator,
} from "nats";
import { MAX_GIVEN_FILE, readGivenFile } from "../files/read-file.ts";
import { badFile, type Failure } from "./failure.ts";
import { nkeySeed } from "./nkeys.ts";

/** Everything that the broker can be shown. */
export type Credentials =
  | { readonly username: string; readonly password?: string | undefined }
  /** A `.creds` file (JWT and seed), or the text of one. */
  | { readonly credsFile: string }
  | { readonly creds: string }
  /** A file that holds an nkey seed, or the seed. */
  | { readonly nkeyFile: string }
  | { readonly nkeySeed: string };

/** Files are read again at each dial, so that rotated credentials need no restart. */
export function authenticatorOf(credentials: Credentials): Authenticator {
  if ("username" in credentials) {
    return usernamePasswordAuthenticator(credentials.username, credentials.password);
  }
  if ("credsFile" in credentials) {
    return credsAuthenticator(() => readGivenFile(credentials.credsFile, MAX_GIVEN_FILE));
  }
  if ("nkeyFile" in credentials) {
    return nkeyAuthenticator(() => nkeySeed(readGivenFile(credentials.nkeyFile, MAX_GIVEN_FILE)));
  }
  if ("creds" in credentials) return credsAuthenticator(Buffer.from(credentials.creds));
  return nkeyAuthenticator(Buffer.from(credentials.nkeySeed));
}

/**
 * Signs once, before anything is dialled. The client's own errors would come in mid-handshake and not name the file; and
 * those of a text might quote it.
 */
export function unusableCredentials(credentials: Credentials | undefined): Failure | undefined {
  if (credentials === undefined || "username" in credentials) return undefined;
  const file = fileOf(credentials);
  try {
    if (file !== undefined) readGivenFile(file, MAX_GIVEN_FILE);
  } catch (error) {
    return badFile(file ?? "", error);
  }
  try {
    authenticatorOf(credentials)("nonce");
    return undefined;
  } catch {
    return file === undefined
      ? { reason: "bad-credentials", detail: "the credentials are damaged" }
      : { reason: "bad-file", file, detail: "no-credentials" };
  }
}

function fileOf(credentials: Credentials): string | undefined {
  if ("credsFile" in credentials) return credentials.credsFile;
  return "nkeyFile" in credentials ? credentials.nkeyFile : undefined;
}
