import { lstatSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { HAS_MODES } from "../../files/own.ts";
import { codeOf, kindOf } from "../../files/refused-file.ts";
import type { FileFacts } from "../../view/diagnostics/gathered.ts";
import { logFileIn } from "../log/log.ts";
import { olderLog } from "../log/log-file.ts";

/** Describes a path without following a link, opening a file or changing anything. */
export function fileFacts(path: string): FileFacts {
  try {
    const stats = lstatSync(path);
    const isFile = stats.isFile();
    return {
      path,
      kind: isFile ? "file" : kindOf(stats),
      mode: HAS_MODES ? (stats.mode & 0o7777).toString(8) : null,
      owner: ownerOf(stats),
      size: isFile ? stats.size : null,
    };
  } catch (error) {
    const code = codeOf(error);
    return { path, kind: code === "ENOENT" ? "missing" : (code ?? "?"), mode: null, owner: null, size: null };
  }
}

function ownerOf({ uid }: Stats): FileFacts["owner"] {
  if (process.getuid === undefined) return null;
  if (uid === process.getuid()) return "me";
  return uid === 0 ? "root" : "other";
}

/** The files and folders of the app in its folder. */
export function appFiles(userData: string): string[] {
  const log = logFileIn(userData);
  return [
    userData,
    ...["settings.json", "secrets.json", "preferences.json", "link-key.json"].map((name) =>
      join(userData, name),
    ),
    join(userData, "state"),
    join(userData, "state", "ledger.json"),
    dirname(log),
    log,
    olderLog(log),
  ];
}

/** A file that the settings name, and the folders above it: each of them can keep it from being read. */
export function withFolders(file: string): string[] {
  const above = dirname(file);
  return above === file ? [file] : [file, ...withFolders(above)];
}
