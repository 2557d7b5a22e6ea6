import { defined } from "../../contract/defined.ts";
import { entriesOf, looseReadings, type WrittenPolicy } from "../../core/policy/policy-source.ts";

export type RegistryRoot = "HKLM" | "HKCU";

/** Reads the Windows registry. */
export interface Registry {
  /**
   * The values of a key by name: numbers, texts, lists of texts, or others.
   * @returns undefined if the key does not exist
   * @throws when it exists and cannot be read
   */
  values(root: RegistryRoot, key: string): Readonly<Record<string, unknown>> | undefined;
}

/** Of Group Policy; the templates name it too. */
export const REGISTRY_KEY = "Software\\Policies\\Alrimi";
const ROOTS = [
  { root: "HKCU", kind: "user" },
  { root: "HKLM", kind: "machine" },
] as const;

/**
 * Reads the policies that Group Policy writes. The values of the key are those of a policy file. Locked preferences and
 * defaults are in the subkeys `Preferences` and `Defaults`.
 * @param folder where relative paths start
 */
export function readRegistryPolicies(registry: Registry, folder: string): WrittenPolicy[] {
  return ROOTS.flatMap(({ root, kind }): WrittenPolicy[] => {
    const source = { file: `${root}\\${REGISTRY_KEY}`, kind, folder };
    try {
      const values = registry.values(root, REGISTRY_KEY);
      const preferences = registry.values(root, `${REGISTRY_KEY}\\Preferences`);
      const defaults = registry.values(root, `${REGISTRY_KEY}\\Defaults`);
      if (values === undefined && preferences === undefined && defaults === undefined) return [];
      const document = { ...values, ...defined({ preferences, defaults }) };
      return [{ ...source, entries: entriesOf(document, looseReadings) }];
    } catch (error) {
      const problem = {
        key: "policy-unreadable",
        args: [source.file, (error as Error).message],
      } as const;
      return [{ ...source, problem }];
    }
  });
}
