import { Access, closeKey, enumValueNames, HKCU, HKLM, openKey, parseValue, queryValueRaw } from "native-reg";
import type { Registry } from "./registry-policies.ts";

const ROOTS = { HKLM, HKCU };

/** The registry of this computer, read in this process, because a company may block `reg.exe`. For Windows only. */
export const windowsRegistry: Registry = {
  values(root, key) {
    // In the registry of 64-bit programs, where Group Policy writes.
    const handle = openKey(ROOTS[root], key, Access.READ | Access.WOW64_64KEY);
    if (handle === null) return undefined;
    try {
      const values = enumValueNames(handle)
        .filter((name) => name !== "" && !name.startsWith("**")) // `**del.` and others are marks of Group Policy
        .map((name) => [name, parseValue(queryValueRaw(handle, name))] as const);
      return Object.fromEntries(values);
    } finally {
      closeKey(handle);
    }
  },
};
