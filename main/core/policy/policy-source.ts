import { defined } from "../../contract/defined.ts";
import type { Problem } from "../problem.ts";
import type { PolicyKind } from "./effective.ts";

/** A place where administrators write a policy. */
export interface PolicySource {
  /** The file, registry key or property list, as the person sees it. */
  readonly file: string;
  readonly kind: PolicyKind;
  /** Folder from which relative paths in this policy start. */
  readonly folder: string;
}

/** Where something stands: `file:line`, or the file alone. */
export function placeOf(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** One key of a policy. */
export interface PolicyEntry {
  readonly key: string;
  /** Set for a preference: the object that holds it. */
  readonly part?: "preferences" | "defaults";
  /** The meanings of what is written, the most likely first. JSON has one; a text of a registry may also be JSON. */
  readonly readings: readonly unknown[];
  /** From 1. */
  readonly line?: number;
}

/** A policy as it is written, or the problem that hides its content. */
export type WrittenPolicy = PolicySource &
  ({ readonly entries: readonly PolicyEntry[] } | { readonly problem: Problem });

/**
 * The entries of a policy's object.
 * @param readingsOf the meanings of a value
 * @param lineOf the line of a key, from 1
 */
export function entriesOf(
  document: Readonly<Record<string, unknown>>,
  readingsOf: (value: unknown) => readonly unknown[],
  lineOf: (path: readonly string[]) => number | undefined = () => undefined,
): PolicyEntry[] {
  const entryOf = (key: string, value: unknown, part?: "preferences" | "defaults"): PolicyEntry => {
    const line = lineOf(part === undefined ? [key] : [part, key]);
    return { key, readings: readingsOf(value), ...defined({ part, line }) };
  };
  return Object.entries(document).flatMap(([key, value]) =>
    (key === "preferences" || key === "defaults") && isRecord(value)
      ? Object.entries(value).map(([name, preference]) => entryOf(name, preference, key))
      : [entryOf(key, value)],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The meanings of a value in a store without JSON's types, such as the Windows registry: a text may be JSON, and 0 and 1
 * may be a switch. The schema of the key decides.
 */
export function looseReadings(value: unknown): readonly unknown[] {
  if (value === 0 || value === 1) return [value, value === 1];
  const text = Array.isArray(value) ? value.join("\n") : value;
  if (typeof text !== "string") return [value];
  try {
    return [value, JSON.parse(text)];
  } catch {
    return [value];
  }
}
