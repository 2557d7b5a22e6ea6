import { defined } from "../../contract/defined.ts";
import type { ManagedAccount, ManagedConnection, PolicyFault } from "./managed-policy.ts";
import { faultOf, governingEntry, type PlacedEntry, parseEntry, problemOf } from "./placed-entry.ts";
import { type ConnectionKey, parsePolicyValue } from "./policy.ts";
import { expandValue, type PolicyVariables, valuesFor } from "./policy-variables.ts";

/** The user comes first, because the variables of the others depend on it. */
const IN_ORDER = ["user", "servers", "credentials", "tls"] as const;

/**
 * The account of several policies. A bad value that another policy replaces is a fault. One that is used refuses the
 * connection, and so do keys without servers.
 * @param placed the entries of connection keys
 */
export function mergeConnection(
  placed: readonly PlacedEntry[],
  { loginName, env }: PolicyVariables,
  faults: PolicyFault[],
): ManagedConnection {
  const [first] = placed;
  if (first === undefined) return { kind: "none" };
  let values = valuesFor(loginName, env);
  let account: Partial<ManagedAccount> = {};
  const chosen = new Map<ConnectionKey, PlacedEntry>();

  for (const key of IN_ORDER) {
    const having = placed.filter(({ entry }) => entry.key === key);
    const used = governingEntry(having);
    if (used === undefined) continue;
    chosen.set(key, used);
    for (const each of having) {
      const parsed = parseEntry(each.entry, (value) => {
        const expanded = expandValue(value, key, values);
        return expanded.ok ? parsePolicyValue(key, expanded.value) : expanded;
      });
      if (each === used) {
        if (!parsed.ok) return refused(each, parsed.detail);
        account = { ...account, ...parsed.value };
      } else if (!parsed.ok) faults.push(faultOf(each, parsed.detail));
    }
    if (key === "user") values = valuesFor(account.user ?? loginName, env);
  }

  const named = chosen.get("servers");
  const { servers } = account;
  if (named === undefined || servers === undefined) return refused(first, "servers: missing");
  const folderOf = (key: "credentials" | "tls") => chosen.get(key)?.source.folder;
  return {
    kind: "given",
    file: named.source.file,
    account: { ...account, servers },
    folders: defined({ credentials: folderOf("credentials"), tls: folderOf("tls") }),
  };
}

function refused(placed: PlacedEntry, detail: string): ManagedConnection {
  return { kind: "refused", file: placed.source.file, problem: problemOf(placed, detail) };
}
