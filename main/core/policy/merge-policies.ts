import { defined } from "../../contract/defined.ts";
import { accept, type Result } from "../../contract/result.ts";
import { parsePreference, type SomePreferences } from "../preferences/preferences.ts";
import type { Lines, PolicyLayer } from "./effective.ts";
import type { ManagedConnection, ManagedPolicy, ManagedUpdates, PolicyFault } from "./managed-policy.ts";
import { mergeConnection } from "./merge-connection.ts";
import { faultOf, governingEntry, type PlacedEntry, parseEntry, problemOf, whereIs } from "./placed-entry.ts";
import { COMPANY_KEYS, CONNECTION_KEYS, type CompanyKey, type Policy, parsePolicyValue } from "./policy.ts";
import type { PolicyEntry, PolicySource, WrittenPolicy } from "./policy-source.ts";
import type { PolicyVariables } from "./policy-variables.ts";
import { resembles } from "./resembles.ts";

/**
 * Makes one policy of all. A bad key or value costs only itself. The exceptions are what decides to whom the app
 * connects: a bad value there, an unknown key that resembles one of those keys, and a policy that cannot be read refuse
 * the connection.
 * @param written in the order of reading: of two values of the same kind, the later one is used. A value of the machine
 * comes before one of the user.
 */
export function mergePolicies(written: readonly WrittenPolicy[], variables: PolicyVariables): ManagedPolicy {
  const faults: PolicyFault[] = [];
  const layers: PolicyLayer[] = [];
  const connection: PlacedEntry[] = [];
  const company: PlacedEntry[] = [];
  let refused: ManagedConnection | undefined;

  for (const source of written) {
    if ("problem" in source) {
      refused ??= { kind: "refused", file: source.file, problem: source.problem };
      continue;
    }
    const others: PlacedEntry[] = [];
    layers.push(layerOf(source, source.entries, others, faults));
    for (const placed of others) {
      const { key } = placed.entry;
      const detail = `unknown key "${key}"`;
      const meant = CONNECTION_KEYS.find((each) => resembles(key, each));
      if (CONNECTION_KEYS.some((each) => each === key)) connection.push(placed);
      else if (COMPANY_KEYS.some((each) => each === key)) company.push(placed);
      else if (key === "preferences" || key === "defaults") {
        faults.push(faultOf(placed, `${key}: preferences must be a JSON object`));
      } else if (meant === undefined) faults.push(faultOf(placed, detail));
      else {
        const problem = problemOf(placed, `${detail}, perhaps "${meant}"`);
        refused ??= { kind: "refused", file: source.file, problem };
      }
    }
  }
  const settled = mergeConnection(connection, variables, faults);
  const linkOrigins = usedOf("linkOrigins", company, faults);
  const fleet = usedOf("fleet", company, faults);
  const updates = usedOf("updates", company, faults);
  const enrol = usedOf("enrol", company, faults);
  const used = [
    ...CONNECTION_KEYS.map((key) => governingEntry(connection.filter(({ entry }) => entry.key === key))),
    ...[linkOrigins, fleet, updates, enrol].map((each) => each?.used),
  ];
  return {
    layers,
    faults,
    ...defined({
      linkOrigins: linkOrigins?.value.linkOrigins,
      fleet: fleet?.value.fleet,
      enrol: enrol?.value.enrol,
      updates: updates && updatesOf(updates),
    }),
    connection: refused ?? settled,
    places: Object.fromEntries(used.flatMap((each) => (each ? [[each.entry.key, whereIs(each)]] : []))),
  };
}

/** The preferences of one policy. @param others takes the entries that are no preferences */
function layerOf(
  source: PolicySource,
  entries: readonly PolicyEntry[],
  others: PlacedEntry[],
  faults: PolicyFault[],
): PolicyLayer {
  const parts: Record<"locked" | "defaults", { values: SomePreferences; lines: Lines }> = {
    locked: { values: {}, lines: {} },
    defaults: { values: {}, lines: {} },
  };
  for (const entry of entries) {
    const { key, part, line } = entry;
    const placed = { source, entry };
    if (part === undefined && key !== "language") {
      others.push(placed);
      continue;
    }
    const name = part === "defaults" ? "defaults" : "locked";
    const { values, lines } = parts[name];
    const parsed = parseEntry(entry, (value) => parseSetting(entry, value));
    if (!parsed.ok) {
      faults.push(faultOf(placed, part === undefined ? parsed.detail : `${part}: ${parsed.detail}`));
      continue;
    }
    // The language also has a key of its own. The one among the preferences is used.
    if (part === undefined && Object.hasOwn(values, key)) continue;
    parts[name] = {
      values: { ...values, ...parsed.value },
      lines: line === undefined ? lines : { ...lines, [key]: line },
    };
  }
  return {
    file: source.file,
    kind: source.kind,
    locked: parts.locked.values,
    defaults: parts.defaults.values,
    lines: { locked: parts.locked.lines, defaults: parts.defaults.lines },
  };
}

function parseSetting({ key, part }: PolicyEntry, value: unknown): Result<SomePreferences, string> {
  if (part !== undefined) return parsePreference(key, value);
  const parsed = parsePolicyValue("language", value);
  if (!parsed.ok) return parsed;
  return accept(defined({ language: parsed.value.language }));
}

/** The good entry that is used of a key, with its value. The others of that key cost only themselves. */
function usedOf<Key extends CompanyKey>(
  key: Key,
  placed: readonly PlacedEntry[],
  faults: PolicyFault[],
): { readonly used: PlacedEntry; readonly value: Pick<Policy, Key> } | undefined {
  const good = new Map<PlacedEntry, Pick<Policy, Key>>();
  for (const each of placed) {
    if (each.entry.key !== key) continue;
    const parsed = parseEntry(each.entry, (value) => parsePolicyValue(key, value));
    if (parsed.ok) good.set(each, parsed.value);
    else faults.push(faultOf(each, parsed.detail));
  }
  const used = governingEntry([...good.keys()]);
  const value = used && good.get(used);
  return used && value && { used, value };
}

function updatesOf({
  used,
  value,
}: {
  readonly used: PlacedEntry;
  readonly value: Pick<Policy, "updates">;
}): ManagedUpdates | undefined {
  return value.updates && { ...value.updates, folder: used.source.folder };
}
