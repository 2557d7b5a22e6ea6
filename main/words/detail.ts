/** The text of a detail. A detail without a text, such as the system's ENOENT, is returned unchanged. */
export function detailIn(words: Readonly<Record<string, string>>, detail: string): string {
  return (Object.hasOwn(words, detail) ? words[detail] : undefined) ?? detail;
}
