import { dirname, posix, win32 } from "node:path";
import { APP_ID } from "../../core/identity.ts";
import type { PolicyKind } from "../../core/policy/effective.ts";
import { administratorsOf, policyPlace, type Trusted } from "./placed-policy.ts";
import type { Registry } from "./registry-policies.ts";

/** Everything that administrators of a computer may write policies to. */
export interface PolicyPlaces {
  readonly file: string;
  /** Folder of further files. */
  readonly folder: string;
  /** Property lists of a device management (macOS). */
  readonly lists: readonly { readonly file: string; readonly kind: PolicyKind }[];
  /** Undefined where there is none. */
  readonly registry: Registry | undefined;
  /** Undefined where file owners cannot be checked. */
  readonly trusted: Trusted | undefined;
}

const MANAGED_PREFERENCES = "/Library/Managed Preferences";

/**
 * @param loginName empty when unknown
 * @param registry used on Windows
 */
export function policyPlaces(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  loginName: string,
  registry: Registry,
): PolicyPlaces {
  const file = policyPlace(platform, env);
  const path = platform === "win32" ? win32 : posix;
  const list = `${APP_ID}.plist`;
  // A login name with a slash would name another folder.
  const hasName = loginName !== "" && !/[/\0]|^\.\.?$/.test(loginName);
  return {
    file,
    folder: path.join(path.dirname(file), "policy.d"),
    lists:
      platform === "darwin"
        ? [
            { file: posix.join(MANAGED_PREFERENCES, list), kind: "machine" },
            ...(hasName
              ? [{ file: posix.join(MANAGED_PREFERENCES, loginName, list), kind: "user" as const }]
              : []),
          ]
        : [],
    registry: platform === "win32" ? registry : undefined,
    trusted: administratorsOf(platform),
  };
}

/** The folders in which a change may be a change of a policy. */
export function foldersOf({ file, folder, lists }: PolicyPlaces): string[] {
  return [dirname(file), folder, ...lists.map((list) => dirname(list.file))];
}
