import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import type { Build } from "../../main/core/update.ts";
import { LICENSES } from "../compile/targets.ts";
import { outDir } from "../paths.ts";
import type { Runtime } from "../runtime/distribution.ts";

/** A package of somebody else's that is compiled into the app; what Vite writes of it. */
interface Bundled {
  readonly name: string;
  readonly version: string;
  /** SPDX, as `MIT`. */
  readonly identifier: string | null;
  readonly text?: string;
}

/** The content of `build.json`. */
export interface BuildFacts extends Build {
  /** Where the runtime came from. Only `official` may be given to people. */
  readonly runtime: Runtime["source"];
}

/** Writes the licences, the bill of materials and the build's facts of the compiled app into a folder. */
export async function writeDocuments(folder: string, facts: BuildFacts): Promise<void> {
  await mkdir(folder, { recursive: true });
  const bundled = (await Promise.all(["desktop", "renderer"].map(bundledIn))).flat();
  await Promise.all([
    writeFile(join(folder, "THIRD-PARTY-LICENSES.txt"), licenceList(bundled)),
    writeFile(join(folder, "sbom.cdx.json"), billOfMaterials(bundled, facts)),
    writeFile(join(folder, "build.json"), `${JSON.stringify(facts, null, 2)}\n`),
  ]);
}

async function bundledIn(part: string): Promise<Bundled[]> {
  return JSON.parse(await readFile(join(outDir, part, LICENSES), "utf8"));
}

export function licenceList(bundled: readonly Bundled[]): string {
  const entries = bundled.map(
    ({ name, version, identifier, text }) =>
      `${name} ${version} (${identifier ?? "no licence stated"})\n\n${text?.trim() ?? "The package carries no text."}\n`,
  );
  const electron =
    "Electron and Chromium: LICENSE.electron.txt and LICENSES.chromium.html beside the program.\n";
  return [electron, ...entries].join(`\n${"-".repeat(78)}\n\n`);
}

/** CycloneDX 1.6 in JSON, without a time or a random number: the same sources give the same text. */
export function billOfMaterials(bundled: readonly Bundled[], { version, electron }: BuildFacts): string {
  const bom = new Models.Bom();
  bom.metadata.component = new Models.Component(Enums.ComponentType.Application, "alrimi", {
    version,
    bomRef: `alrimi@${version}`,
  });
  bom.components.add(component("electron", electron, "MIT", Enums.ComponentType.Framework));
  for (const { name, version: its, identifier } of bundled) {
    bom.components.add(component(name, its, identifier, Enums.ComponentType.Library));
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return serializer.serialize(bom, { sortLists: true, space: 2 });
}

function component(
  name: string,
  version: string,
  licence: string | null,
  type: Enums.ComponentType,
): Models.Component {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const made = new Models.Component(type, name, { version, purl, bomRef: purl });
  if (licence !== null) made.licenses.add(new Models.SpdxLicense(licence));
  return made;
}
