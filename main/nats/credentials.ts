import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  usernamePasswordAuthenticator,
} from "nats";
import { MAX_GIVEN_FILE, readGivenFile } from "../files/read-file.ts";
import { badFile, type Failure } from "./failure.ts";
import { nkeySeed } from "./nkeys.ts";

/** Every form of credentials that a connection can use. */
export type Credentials =
  | { readonly username: string; readonly password?: string | undefined }
  /** A `.creds` file (JWT and seed), or its text. */
  | { readonly credsFile: string }
  | { readonly creds: string }
  /** A file with an nkey seed, or the seed. */
  | { readonly nkeyFile: string }
  | { readonly nkeySeed: string };

/** The client's authenticator. It reads files again at each dial, so that rotated credentials need no restart. */
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
 * Tests credentials by signing once before the dial. The client's own errors come in mid-handshake, do not name the
 * file, and may quote the text of the credentials.
 * @returns undefined if the credentials can be used
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
