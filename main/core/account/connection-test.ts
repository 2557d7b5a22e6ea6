import type { Catalog } from "../../contract/catalog.ts";
import type { DialCause, RefusalCause } from "../connection.ts";

/** The steps of a connection test, in their order. */
export const TEST_STEPS = ["reach", "secure", "sign-in", "read"] as const;
export type TestStep = (typeof TEST_STEPS)[number];

/** Why a connection test failed. */
export type TestCause =
  | DialCause
  | RefusalCause
  /** The host name does not resolve. */
  | "name-not-found"
  /** Encryption was demanded, but the server offers none. */
  | "no-encryption"
  /** A certificate, key or credentials file of the settings cannot be read or used. */
  | "file-unreadable"
  | "too-slow";

/** The result of a connection test. */
export type TestOutcome =
  | {
      readonly kind: "succeeded";
      /** The services of the catalog. */
      readonly services: Catalog;
    }
  | {
      readonly kind: "failed";
      readonly step: TestStep;
      readonly cause: TestCause;
      /** For support: the host, the file or the platform's message. Never a secret. */
      readonly detail: string;
      /** With `file-unreadable`: the reason, as `fileDetail` takes it. */
      readonly why?: string;
    };

/** The step at which a cause ends a connection test. */
export function stepOf(cause: TestCause): TestStep {
  switch (cause) {
    case "name-not-found":
    case "unreachable":
    case "disconnected":
    case "no-answer":
    case "not-nats":
    case "too-slow":
      return "reach";
    case "tls":
    case "no-encryption":
    case "file-unreadable":
      return "secure";
    case "credentials":
      return "sign-in";
    case "permission":
    case "no-stream":
      return "read";
  }
}
