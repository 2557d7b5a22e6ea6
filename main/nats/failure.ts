import { ErrorCode, NatsError } from "nats";
import type { BrokerReason } from "../contract/broker-reason.ts";
import { reasonOf as fileReason } from "../files/refused-file.ts";
import { ForeignServer } from "./bounds.ts";

/** Why a dial failed. `bad-credentials` is a bad text; a bad file is `bad-file`. */
export type DialReason =
  | Extract<BrokerReason, "unreachable" | "timeout" | "not-nats" | "tls" | "authorization" | "bad-file">
  | "bad-credentials";

/** Why a dial failed, with the details for a text. */
export interface Failure {
  readonly reason: DialReason;
  /** With `bad-file`: the file that cannot be used. */
  readonly file?: string;
  /** The technical cause; with `bad-file` a name of `fileDetail`, or the system's code. */
  readonly detail: string;
  /** With `tls`: encryption was demanded, but the server offers none. */
  readonly isWithoutTls?: boolean;
  /** With `unreachable`: the host answers that no server runs there. */
  readonly isDown?: boolean;
  readonly error?: unknown;
}

/** The reasons of the client's and the system's error codes. This is the only such table. */
const BY_CODE: Readonly<Record<string, BrokerReason>> = {
  [ErrorCode.AuthorizationViolation]: "authorization",
  [ErrorCode.AuthenticationExpired]: "authorization",
  [ErrorCode.AccountExpired]: "authorization",
  [ErrorCode.BadCreds]: "authorization",
  [ErrorCode.BadAuthentication]: "authorization",
  [ErrorCode.PermissionsViolation]: "permission",
  [ErrorCode.Timeout]: "timeout",
  [ErrorCode.ConnectionTimeout]: "timeout",
  [ErrorCode.AuthenticationTimeout]: "timeout",
  ETIMEDOUT: "timeout",
  [ErrorCode.NoResponders]: "no-stream",
  [ErrorCode.ConnectionClosed]: "closed",
  [ErrorCode.ConnectionDraining]: "closed",
  [ErrorCode.Disconnect]: "closed",
  [ErrorCode.ServerOptionNotAvailable]: "tls",
  [ErrorCode.Tls]: "tls",
  [ErrorCode.ConnectionRefused]: "unreachable",
  ...Object.fromEntries(
    [
      ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "EAI_AGAIN"],
      ...["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
    ].map((code) => [code, "unreachable"]),
  ),
};

const TLS = /certificate|self.signed|TLS|SSL|altname|CERT_|UNABLE_TO_|EPROTO/i;

/** Why a server could not be dialled. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  const isWithoutTls = code === ErrorCode.ServerOptionNotAvailable;
  const isDown = code === ErrorCode.ConnectionRefused || code === "ECONNREFUSED";
  return { reason: dialReason(error), detail: detailOf(error), isWithoutTls, isDown, error };
}

function dialReason(error: unknown): DialReason {
  if (isForeign(error)) return "not-nats";
  const reason = BY_CODE[codeOf(error)];
  switch (reason) {
    case "authorization":
    case "timeout":
    case "tls":
    case "unreachable":
      return reason;
    case undefined:
      return TLS.test(`${codeOf(error)} ${detailOf(error)}`) ? "tls" : "unreachable";
    default:
      return "unreachable"; // the server ended the connection
  }
}

/** Why a request was not answered. */
export function requestReason(error: unknown): BrokerReason {
  return BY_CODE[codeOf(error)] ?? "broker-refused";
}

/** Whether a code of the client means a refused login. */
export function isRefusal(code: unknown): boolean {
  return typeof code === "string" && BY_CODE[code] === "authorization";
}

/** The failure for a file that could not be read. */
export function badFile(file: string, error: unknown): Failure {
  return { reason: "bad-file", file, detail: fileReason(error), error };
}

/**
 * Whether an error means a bad greeting. The client throws an error without a code, or a SyntaxError for bad JSON in
 * it.
 */
function isForeign(error: unknown): boolean {
  return (
    error instanceof ForeignServer ||
    error instanceof SyntaxError ||
    (error instanceof Error && error.message === "unexpected response from server")
  );
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

function detailOf(error: unknown): string {
  if (error instanceof NatsError) return error.chainedError?.message || error.message || error.code;
  return error instanceof Error ? error.message : String(error);
}
