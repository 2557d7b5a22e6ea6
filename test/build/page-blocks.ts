/** A block of code on a page: three backticks, its language, perhaps a file's name, and its text. */
export interface Block {
  readonly language: string;
  /** The file that the block shows. */
  readonly file: string | undefined;
  readonly text: string;
}

export function blocksIn(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", file, text = ""]) => ({ language, file, text }),
  );
}

/** The text under a heading, up to the next one of any level. */
export function sectionOf(page: string, heading: string): string {
  return page.split(/^##+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
}
