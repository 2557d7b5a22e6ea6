import { dirname } from "node:path";
import { defined } from "../../contract/defined.ts";
import { type ManagedPolicy, NO_POLICY } from "../../core/policy/managed-policy.ts";
import { mergePolicies } from "../../core/policy/merge-policies.ts";
import { fixedPreferences, MAX_POLICY_BYTES, parsePolicy } from "../../core/policy/policy.ts";
import type { PolicyEntry } from "../../core/policy/policy-source.ts";
import { readPolicyText } from "../../core/policy/policy-text.ts";
import type { PolicyVariables } from "../../core/policy/policy-variables.ts";
import type { Problem } from "../../core/problem.ts";
import { readGivenFile } from "../../files/read-file.ts";
import type { CommandLine } from "../launch/command-line.ts";
import type { PolicyPlaces } from "./policy-places.ts";
import { readPropertyList } from "./property-list.ts";
import { problemOf, readPolicyFile, readPolicyFiles } from "./read-policy-file.ts";
import { readRegistryPolicies } from "./registry-policies.ts";

/** Inputs that decide which policies apply. */
export interface Given extends Omit<CommandLine, "isHidden"> {
  /** The administrators' places. */
  readonly places?: PolicyPlaces;
}

/** Reads the policy of the command line, else those of the administrators' places. Never throws. */
export function readManaged(
  { policyFile, problem, places }: Given,
  variables: PolicyVariables,
): ManagedPolicy {
  if (policyFile !== undefined) return readNamed(policyFile, variables);
  // A bad command line may have named a policy. Neither another one nor the person's settings must replace it.
  if (problem !== undefined) return refused("--policy-file", problem);
  if (places === undefined) return NO_POLICY;
  const { file, folder, lists, registry, trusted } = places;
  const own = dirname(file); // a registry and a property list have no folder for other files
  const written = [
    ...readPolicyFiles(file, folder, trusted),
    ...lists.flatMap((list) => readPolicyFile(list.file, list.kind, trusted, readPropertyList, own) ?? []),
    ...(registry === undefined ? [] : readRegistryPolicies(registry, own)),
  ];
  return mergePolicies(written, variables);
}

/** The policy that the command line names is complete and without a fault, or it is refused as a whole. */
function readNamed(file: string, variables: PolicyVariables): ManagedPolicy {
  let bytes: Buffer;
  try {
    bytes = readGivenFile(file, MAX_POLICY_BYTES);
  } catch (error) {
    return refused(file, problemOf(file, error));
  }
  const read = readPolicyText(bytes);
  const folder = dirname(file);
  if (read.ok && isForEnrolment(read.entries)) {
    const managed = mergePolicies([{ file, kind: "machine", folder, entries: read.entries }], variables);
    const [fault] = managed.faults;
    if (fault === undefined) return managed;
    return refused(file, { key: "policy-refused", args: [file, fault.detail] });
  }
  const policy = parsePolicy(bytes, variables);
  if (!policy.ok) return refused(file, { key: "policy-refused", args: [file, policy.detail] });
  const { preferences, language, defaults, linkOrigins, updates, fleet, enrol, ...account } = policy.value;
  const locked = fixedPreferences({ preferences, language });
  return {
    layers: [{ file, kind: "machine", locked, defaults: defaults ?? {} }],
    faults: [],
    linkOrigins,
    ...defined({ updates: updates && { ...updates, folder }, fleet, enrol }),
    connection: { kind: "given", file, account, folders: { credentials: folder, tls: folder } },
    // Of its keys: the parsed policy has defaults too.
    places: read.ok ? Object.fromEntries(read.entries.map(({ key }) => [key, file])) : {},
  };
}

/** Whether the app gets its servers from the enrolment. */
function isForEnrolment(entries: readonly PolicyEntry[]): boolean {
  const has = (name: string): boolean => entries.some(({ key }) => key === name);
  return has("enrol") && !has("servers");
}

function refused(file: string, problem: Problem): ManagedPolicy {
  return { ...NO_POLICY, connection: { kind: "refused", file, problem } };
}
