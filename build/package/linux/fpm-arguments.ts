import { parseArgs } from "node:util";

/** A package as fpm's arguments describe it. */
export interface PackageDescription {
  readonly target: "deb" | "rpm";
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly maintainer: string;
  readonly vendor: string;
  readonly url: string;
  readonly license: string;
  readonly category: string;
  readonly priority: string;
  readonly summary: string;
  readonly description: string;
  readonly compression: string;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  readonly rpmDefines: readonly string[];
  /** Files of the maintainer scripts. */
  readonly afterInstall: string;
  readonly afterRemove: string;
  /** Where the package goes. */
  readonly output: string;
  /** Files and folders, and where each is installed. A folder that ends with a slash is installed by what is in it. */
  readonly contents: readonly { readonly from: string; readonly to: string }[];
}

/** What stands for no homepage, because electron-builder insists on one. */
export const NO_HOMEPAGE = "none";

const one = { type: "string" } as const;
const many = { type: "string", multiple: true, default: [] as string[] } as const;

/** Electron-builder names a processor as Debian does, and leaves rpm's name to fpm. dnf installs no other. */
const RPM_ARCHITECTURES: Readonly<Record<string, string>> = { amd64: "x86_64", arm64: "aarch64" };

function architectureOf(target: "deb" | "rpm", debian: string): string {
  return target === "rpm" ? (RPM_ARCHITECTURES[debian] ?? debian) : debian;
}

/**
 * Reads the arguments that electron-builder 26 gives to fpm, and those of our configuration.
 * @throws when one is unknown or a needed one is missing
 */
export function parseFpmArguments(args: readonly string[]): PackageDescription {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "input-type": { ...one, short: "s" },
      "output-type": { ...one, short: "t" },
      force: { type: "boolean" },
      depends: { ...many, short: "d" },
      architecture: one,
      "after-install": one,
      "after-remove": one,
      description: one,
      version: one,
      package: one,
      name: one,
      maintainer: one,
      vendor: one,
      url: one,
      license: one,
      category: one,
      "deb-compression": one,
      "deb-priority": one,
      "deb-recommends": many,
      "rpm-compression": one,
      "rpm-os": one,
      "rpm-summary": one,
      "rpm-rpmbuild-define": many,
    },
  });
  const needed = (name: keyof typeof values): string => {
    const value = values[name];
    if (typeof value === "string") return value;
    throw new Error(`fpm: --${name} is missing`);
  };
  const target = needed("output-type");
  if (target !== "deb" && target !== "rpm") throw new Error(`fpm: deb and rpm can be made, not ${target}`);
  const description = needed("description");
  const [firstLine = "", ...lines] = description.split("\n").map((line) => line.trim());
  return {
    target,
    name: needed("name"),
    version: needed("version"),
    architecture: architectureOf(target, needed("architecture")),
    maintainer: needed("maintainer"),
    vendor: values.vendor ?? "",
    url: values.url === NO_HOMEPAGE ? "" : needed("url"),
    license: values.license ?? "unknown",
    category: values.category ?? "misc",
    priority: values["deb-priority"] ?? "optional",
    summary: target === "deb" ? firstLine : (values["rpm-summary"] ?? firstLine),
    description: target === "deb" ? lines.join("\n") : description,
    compression: values[`${target}-compression`] ?? "gzip",
    depends: values.depends,
    recommends: values["deb-recommends"],
    rpmDefines: values["rpm-rpmbuild-define"],
    afterInstall: needed("after-install"),
    afterRemove: needed("after-remove"),
    output: needed("package"),
    contents: positionals.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 0) throw new Error(`fpm: ${pair} says no place (FILE=PLACE)`);
      return { from: pair.slice(0, at), to: pair.slice(at + 1) };
    }),
  };
}
