import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PolicyKind } from "../../core/policy/effective.ts";
import { MAX_POLICY_BYTES } from "../../core/policy/policy.ts";
import { placeOf, type WrittenPolicy } from "../../core/policy/policy-source.ts";
import { type ReadPolicyText, readPolicyText } from "../../core/policy/policy-text.ts";
import type { Problem } from "../../core/problem.ts";
import { readGivenFile } from "../../files/read-file.ts";
import { codeOf, RefusedFile } from "../../files/refused-file.ts";
import { changeableByOthers, placedPolicy, type Trusted } from "./placed-policy.ts";

/** Reads `policy.json` and the files of `policy.d` in the order of their names. A missing one is no policy. */
export function readPolicyFiles(file: string, folder: string, trusted: Trusted | undefined): WrittenPolicy[] {
  const files = [file];
  const problems: WrittenPolicy[] = [];
  if (placedPolicy(folder) !== undefined) {
    try {
      // Nobody but an administrator may take a file away.
      mustBeSafe(folder, trusted);
      const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.startsWith("."));
      files.push(...names.sort().map((name) => join(folder, name)));
    } catch (error) {
      problems.push({ file: folder, kind: "machine", folder, problem: problemOf(folder, error) });
    }
  }
  const read = files.map((each) => readPolicyFile(each, "machine", trusted, readPolicyText));
  return [...problems, ...read.filter((each) => each !== undefined)];
}

/**
 * Reads one file of an administrator.
 * @param folder where relative paths start
 * @returns undefined if it does not exist
 */
export function readPolicyFile(
  file: string,
  kind: PolicyKind,
  trusted: Trusted | undefined,
  parse: (bytes: Uint8Array) => ReadPolicyText,
  folder = dirname(file),
): WrittenPolicy | undefined {
  if (placedPolicy(file) === undefined) return undefined;
  const source = { file, kind, folder };
  let read: ReadPolicyText;
  try {
    mustBeSafe(file, trusted);
    read = parse(readGivenFile(file, MAX_POLICY_BYTES));
  } catch (error) {
    return { ...source, problem: problemOf(file, error) };
  }
  if (read.ok) return { ...source, entries: read.entries };
  return { ...source, problem: { key: "policy-refused", args: [placeOf(file, read.line), read.detail] } };
}

/** A path that others than administrators can change. */
class Unsafe extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`others can change ${path}`);
    this.path = path;
  }
}

/** @throws `Unsafe`, or the file system's error */
function mustBeSafe(file: string, trusted: Trusted | undefined): void {
  const changeable = trusted === undefined ? undefined : changeableByOthers(file, trusted);
  if (changeable !== undefined) throw new Unsafe(changeable);
}

/** Why a policy file could not be read. */
export function problemOf(file: string, error: unknown): Problem {
  if (error instanceof Unsafe) return { key: "policy-unsafe", args: [error.path] };
  if (error instanceof RefusedFile) return { key: "policy-unreadable", args: [file, error.code] };
  if (codeOf(error) === "ENOENT") return { key: "policy-missing", args: [file] };
  return { key: "policy-unreadable", args: [file, (error as Error).message] };
}
