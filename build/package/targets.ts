import { NPM_TARGETS, type NpmTarget } from "./npm-packages.ts";

/** The systems that packages are for, each with electron-builder's names of its packages. */
export const DESKTOP_TARGETS = {
  linux: ["deb", "rpm", "tar.gz", "dir"],
  win32: ["nsis", "msi"],
  darwin: ["dmg"],
} as const;

export type DesktopSystem = keyof typeof DESKTOP_TARGETS;

export interface Targets {
  readonly desktop: readonly { readonly system: DesktopSystem; readonly name: string }[];
  readonly node: readonly NpmTarget[];
}

const ALL_NAMES = [...Object.values(DESKTOP_TARGETS).flat(), ...NPM_TARGETS];

/**
 * Reads the names of targets; none means everything for this system.
 * @throws an error that lists the names when one is unknown
 */
export function parseTargets(names: readonly string[], platform: NodeJS.Platform): Targets {
  const unknown = names.filter((name) => !(ALL_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(", ")}: not a package. There are: ${ALL_NAMES.join(", ")}.`);
  }
  const wanted = new Set(names.length > 0 ? names : defaults(platform));
  const systems = Object.keys(DESKTOP_TARGETS) as DesktopSystem[];
  return {
    desktop: systems.flatMap((system) =>
      DESKTOP_TARGETS[system].filter((name) => wanted.has(name)).map((name) => ({ system, name })),
    ),
    node: NPM_TARGETS.filter((name) => wanted.has(name)),
  };
}

function defaults(platform: NodeJS.Platform): readonly string[] {
  const own = platform in DESKTOP_TARGETS ? DESKTOP_TARGETS[platform as DesktopSystem] : [];
  return [...own.filter((name) => name !== "dir"), ...NPM_TARGETS];
}
