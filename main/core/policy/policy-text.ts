import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { defined } from "../../contract/defined.ts";
import { parseDocument } from "../../contract/document.ts";
import { MAX_POLICY_BYTES, withoutExcerpt } from "./policy.ts";
import { entriesOf, type PolicyEntry } from "./policy-source.ts";

export type ReadPolicyText =
  | { readonly ok: true; readonly entries: readonly PolicyEntry[] }
  | { readonly ok: false; readonly detail: string; readonly line?: number };

/**
 * Reads the entries of a policy file, with the line of each. Strict JSON, as everywhere; only the lines come from the
 * tree. The detail of a refusal never holds a password.
 * @param bytes UTF-8 JSON, at most `MAX_POLICY_BYTES` bytes
 */
export function readPolicyText(bytes: Uint8Array): ReadPolicyText {
  const document = parseDocument(bytes, MAX_POLICY_BYTES);
  if (document.ok) {
    const lines = linesOf(bytes);
    return { ok: true, entries: entriesOf(document.value, (value) => [value], lines) };
  }
  const detail = withoutExcerpt(document.detail);
  const line = document.reason === "not-json" ? lineOfFault(bytes) : undefined;
  return { ok: false, detail, ...defined({ line }) };
}

interface Tree {
  readonly root: Node | undefined;
  readonly errors: readonly ParseError[];
  readonly lineAt: (offset: number) => number;
}

function treeOf(bytes: Uint8Array): Tree | undefined {
  const text = new TextDecoder().decode(bytes);
  const errors: ParseError[] = [];
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  try {
    return { root: parseTree(text, errors, { disallowComments: true }), errors, lineAt };
  } catch {
    return undefined; // it recurses, and a file may be nested as deep as it is long
  }
}

function lineOfFault(bytes: Uint8Array): number | undefined {
  const tree = treeOf(bytes);
  const [error] = tree?.errors ?? [];
  return error === undefined ? undefined : tree?.lineAt(error.offset);
}

/** The line of each key by its path. Of a key that is written twice, the last one counts, as in JSON. */
function linesOf(bytes: Uint8Array): (path: readonly string[]) => number | undefined {
  const tree = treeOf(bytes);
  return (path) => {
    let node = tree?.root;
    let key: Node | undefined;
    for (const name of path) {
      [key, node] = node?.children?.findLast(({ children }) => children?.[0]?.value === name)?.children ?? [];
    }
    return key === undefined ? undefined : tree?.lineAt(key.offset);
  };
}
