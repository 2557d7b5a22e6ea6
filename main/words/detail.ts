/** The text of a detail that has one; any other, such as the system's ENOENT, stays as it is. */
export function detailIn(words: Readonly<Record<string, string>>, detail: string): string {
  return (Object.hasOwn(words, detail) ? words[detail] : undefined) ?? detail;
}
