import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";

/** What may lie where a file is expected. A device needs root. */
export type OddPlace = "link" | "folder" | "pipe" | "socket" | "device";
export const ODD_PLACES: readonly OddPlace[] = [
  "link",
  "folder",
  "pipe",
  "socket",
  ...(process.getuid?.() === 0 ? (["device"] as const) : []),
];

/** What the link leads to. */
export const linkedFile = (path: string): string => `${path}.elsewhere`;

/** Puts it there. Returns the undo. */
export async function putThere(what: OddPlace, path: string): Promise<() => void> {
  let server: Server | undefined;
  switch (what) {
    case "link":
      writeFileSync(linkedFile(path), "somebody else's");
      symlinkSync(linkedFile(path), path);
      break;
    case "folder":
      mkdirSync(path);
      break;
    case "pipe":
      execFileSync("mkfifo", [path]);
      break;
    case "socket":
      server = createServer();
      await new Promise<void>((resolve) => server?.listen(path, resolve));
      break;
    case "device":
      execFileSync("mknod", [path, "c", "1", "3"]); // as /dev/null
      break;
    default:
      throw new Error(what satisfies never);
  }
  return () => {
    server?.close();
    rmSync(path, { force: true, recursive: true });
  };
}
