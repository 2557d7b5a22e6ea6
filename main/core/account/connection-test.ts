import type { Catalog } from "../../contract/catalog.ts";
import type { DialCause, RefusalCause } from "../connection.ts";

/** What a connection is tried for, in this order. */
export const TEST_STEPS = ["reach", "secure", "sign-in", "read"] as const;
export type TestStep = (typeof TEST_STEPS)[number];

export type TestCause =
  | DialCause
  | RefusalCause
  /** No server of that name is known here. */
  | "name-not-found"
  /** Encryption was demanded, and the server offers none. */
  | "no-encryption"
  /** A certificate, key or credentials file of the settings cannot be read or used. */
  | "file-unreadable"
  | "too-slow";

export type TestOutcome =
  | {
      readonly kind: "succeeded";
      /** What the catalog lists. */
      readonly services: Catalog;
    }
  | {
      readonly kind: "failed";
      readonly step: TestStep;
      readonly cause: TestCause;
      /** For whoever helps: host, file or the platform's own words. Never a secret. */
      readonly detail: string;
      /** Of a file: why it cannot be used, as `fileDetail` takes it. */
      readonly why?: string;
    };

/** The step at which a cause stops a test. */
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
