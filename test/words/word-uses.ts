import { join, relative } from "node:path";
import { type Node, type PropertyAssignment, type SourceFile, SyntaxKind } from "typescript/unstable/ast";
import { isObjectLiteralExpression, isPropertyAssignment } from "typescript/unstable/ast/is";
import { API, type Project } from "typescript/unstable/sync";

const root = join(import.meta.dirname, "../..");
/** The words alone; what chooses among them is part of the program. */
const isWords = (file: string): boolean => /^main\/words\/.*\/(ko|en)\.ts$/.test(file);

interface Use {
  /** Whether one of its own entries is asked for by a computed key: that they are the right ones is in its type. */
  readonly isByKey: boolean;
}

/** A file of words, below the repository's root. */
export interface WordsFile {
  readonly file: string;
  /** Whether its entries are asked for by a computed key alone, so that its type is what names them. */
  readonly isByKey: boolean;
}

/**
 * The entries of one language's words that no part of the program outside of the words asks for, as the compiler
 * understands it: an entry of the same name elsewhere is another one.
 */
export function unusedWords(files: readonly WordsFile[]): string[] {
  const api = new API({ cwd: root });
  try {
    const openProjects = ["tsconfig.json", "renderer/tsconfig.json"].map((file) => join(root, file));
    const projects = api.updateSnapshot({ openProjects }).getProjects();
    return files.flatMap(({ file, isByKey }) => {
      // The pages are a project of their own: what either uses is used.
      const unused = projects.flatMap((project) => {
        const source = project.program.getSourceFile(join(root, file));
        if (source === undefined) return [];
        return [objectsIn(source).flatMap((object) => unusedIn(object, [file], project, isByKey))];
      });
      const [first] = unused;
      if (first === undefined) throw new Error(`no project has ${file}`);
      return first.filter((entry) => unused.every((entries) => entries.includes(entry)));
    });
  } finally {
    api.close();
  }
}

/** The values of the file's own constants: `export const ko = { … }`. */
function objectsIn(source: SourceFile): Node[] {
  const found: Node[] = [];
  const look = (node: Node): void => {
    const value = bare(node);
    if (isObjectLiteralExpression(value)) found.push(value);
    // What a function makes is no entry.
    else if (node.kind !== SyntaxKind.ArrowFunction) node.forEachChild((child) => look(child));
  };
  look(source);
  return found;
}

function unusedIn(object: Node, path: readonly string[], project: Project, isByKey: boolean): string[] {
  const entries: PropertyAssignment[] = [];
  object.forEachChild((child) => {
    if (isPropertyAssignment(child)) entries.push(child);
  });
  return entries.flatMap((entry) => {
    const name = [...path, entry.name.getText().replace(/^["']|["']$/g, "")];
    const uses = usesOf(entry, project);
    if (uses.length === 0 && !isByKey) return [name.join(" ")];
    const value = bare(entry.initializer);
    if (!isObjectLiteralExpression(value)) return [];
    return unusedIn(
      value,
      name,
      project,
      uses.some((use) => use.isByKey),
    );
  });
}

function usesOf({ name }: PropertyAssignment, project: Project): Use[] {
  return project.checker
    .getReferencedSymbolsForNode(name, name.end - 1)
    .flatMap(({ references }) => references)
    .flatMap((reference): Use[] => {
      const file = relative(root, reference.path);
      const node = reference.resolve();
      if (node === undefined || !/^(main|renderer)\//.test(file) || isWords(file)) return [];
      const { text } = node.getSourceFile();
      const own = node.getText();
      return [
        {
          isByKey:
            /^(\?\.)?\[/.test(text.slice(node.end)) ||
            // Taken out of its record first: `const { labels } = words; labels[key]`.
            (node.parent?.kind === SyntaxKind.BindingElement &&
              new RegExp(`\\b${own}(\\?\\.)?\\[`).test(text)),
        },
      ];
    });
}

/** Without `satisfies`, `as` and parentheses. */
function bare(node: Node): Node {
  const wrappers = [
    SyntaxKind.SatisfiesExpression,
    SyntaxKind.AsExpression,
    SyntaxKind.ParenthesizedExpression,
  ];
  let inner = node;
  while (wrappers.includes(inner.kind)) inner = (inner as Node & { readonly expression: Node }).expression;
  return inner;
}
