import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isMain } from "../../is-main.ts";
import { repoRoot } from "../../paths.ts";
import { say } from "../../say.ts";
import { adml, admx } from "./admx.ts";
import { policyJsonSchema } from "./json-schema.ts";
import { mobileconfig } from "./mobileconfig.ts";

/** The templates by their path. */
export function policyTemplates(): Readonly<Record<string, string>> {
  return {
    "alrimi-policy.schema.json": `${JSON.stringify(policyJsonSchema(), null, 2)}\n`,
    "windows/alrimi.admx": admx(),
    "windows/ko-KR/alrimi.adml": adml("ko"),
    "windows/en-US/alrimi.adml": adml("en"),
    "macos/alrimi.mobileconfig": mobileconfig(),
  };
}

/**
 * Writes the templates for administrators, made from the app's schemas: JSON Schema, group policy and macOS profile.
 * @returns the paths of the written files
 */
export async function writePolicyTemplates(folder: string): Promise<string[]> {
  const files = Object.entries(policyTemplates()).map(([name, text]) => ({ file: join(folder, name), text }));
  for (const { file, text } of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return files.map(({ file }) => file);
}

/** `tsx build/policy/templates/index.ts [FOLDER]` */
if (isMain(import.meta.filename)) {
  const folder = resolve(process.argv[2] ?? join(repoRoot, "dist", "policy-templates"));
  await writePolicyTemplates(folder);
  say({ ko: `정책 서식을 만들었습니다: ${folder}`, en: `Wrote the policy templates: ${folder}` });
}
