import type { Problem } from "../problem.ts";
import type { PolicyLayer } from "./effective.ts";
import type { CompanyKey, ConnectionKey, Policy, Updates } from "./policy.ts";

/** The policies of a computer as one. */
export interface ManagedPolicy {
  /** The preferences of each policy, in the order of reading. */
  readonly layers: readonly PolicyLayer[];
  /** Keys and values that were left out. */
  readonly faults: readonly PolicyFault[];
  readonly linkOrigins?: readonly string[];
  readonly updates?: ManagedUpdates;
  readonly fleet?: boolean;
  /** Origin of the server that gives logins. */
  readonly enrol?: string;
  readonly connection: ManagedConnection;
  /** The policy that gives each of these values, as `file:line`. */
  readonly places: ValuePlaces;
}

export type ValuePlaces = { readonly [Key in ConnectionKey | CompanyKey]?: string };

/** A key or value that is not used. All others are. */
export interface PolicyFault {
  /** `file:line`, or the file alone. */
  readonly where: string;
  readonly detail: string;
}

/** The updates that an install of the person's own takes itself. */
export type ManagedUpdates = Updates & {
  /** Folder from which a relative path starts. */
  readonly folder: string;
};

/** The account that the policies set. */
export type ManagedConnection =
  /** No policy says anything of it. The person's own account is used. */
  | { readonly kind: "none" }
  | {
      readonly kind: "given";
      /** The policy that names the servers. */
      readonly file: string;
      readonly account: ManagedAccount;
      /** Folders from which the relative paths of each key start. */
      readonly folders: { readonly credentials?: string; readonly tls?: string };
    }
  /** The app must not connect, because it would connect with less than the administrator wanted. */
  | { readonly kind: "refused"; readonly file: string; readonly problem: Problem };

export type ManagedAccount = Pick<Policy, "servers" | "user" | "credentials" | "tls">;

export const NO_POLICY: ManagedPolicy = {
  layers: [],
  faults: [],
  connection: { kind: "none" },
  places: {},
};

/** The problem that the board shows for the faults: the first, and how many more there are. */
export function faultsProblem([first, ...more]: readonly PolicyFault[]): Problem | undefined {
  if (first === undefined) return undefined;
  return { key: "policy-partly-refused", args: [first.where, first.detail, `${more.length}`] };
}
