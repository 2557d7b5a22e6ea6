import type { AnyCredentials } from "../../core/account/credentials.ts";

/** The account as the settings show it, without secrets. */
export interface AccountSummary {
  readonly user: string;
  readonly servers: readonly string[];
  readonly credentials: "password" | "creds-file" | "nkey-file" | "enrolled" | "none";
  /** Whether an administrator's policy sets it. */
  readonly isFromPolicy: boolean;
}

interface Connected {
  readonly user: string;
  readonly servers: readonly string[];
  readonly credentials?: AnyCredentials | undefined;
}

/** The account of a connection. */
export function accountSummary(
  { user, servers, credentials }: Connected,
  isFromPolicy: boolean,
): AccountSummary {
  return { user, servers, credentials: kindOf(credentials), isFromPolicy };
}

function kindOf(credentials: AnyCredentials | undefined): AccountSummary["credentials"] {
  if (credentials === undefined) return "none";
  if ("password" in credentials) return "password";
  if ("enrolled" in credentials) return "enrolled";
  return "creds" in credentials || "credsFile" in credentials ? "creds-file" : "nkey-file";
}
