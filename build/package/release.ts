import type { Runtime } from "../runtime/distribution.ts";

/**
 * Why a package on this runtime may not be given to people; undefined when it may.
 * @param pinned version of the `electron` package
 */
export function refuseRelease(runtime: Runtime, pinned: string): string | undefined {
  if (runtime.source === "official" && runtime.version === pinned) return undefined;
  return (
    `It stands on Electron ${runtime.version} (${runtime.source}), and releases stand on the official ${pinned}. ` +
    "Set ELECTRON_MIRROR to a mirror of Electron's releases that can be reached from here."
  );
}
