import { expanded, ownKeys, type RegistryValue } from "./registry.ts";

/** The text of an NSIS include with electron-builder's macros `customInstall` and `customUnInstall`. */
export function nsisInclude(table: readonly RegistryValue[]): string {
  const writes = table.map(
    ({ key, name, value }) =>
      `WriteRegStr HKLM ${quoted(key)} ${quoted(name)} ${quoted(expanded(value, "$INSTDIR\\"))}`,
  );
  const deletions = [
    ...ownKeys(table).map((key) => `DeleteRegKey HKLM ${quoted(key)}`),
    ...table
      .filter(({ isOwn }) => !isOwn)
      .map(({ key, name }) => `DeleteRegValue HKLM ${quoted(key)} ${quoted(name)}`),
  ];
  return [macro("customInstall", writes), macro("customUnInstall", deletions)].join("\n");
}

function macro(name: string, lines: readonly string[]): string {
  return [`!macro ${name}`, "  SetRegView 64", ...lines.map((line) => `  ${line}`), "!macroend", ""].join(
    "\n",
  );
}

/** A string of NSIS. `$INSTDIR` stays a variable. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '$\\"')}"`;
}
