/** Whether an address is safe to open, read off its text: no URL parser has a say in it. */
export function opensSafely(link: string, origins: readonly string[]): boolean {
  const match = /^(https?):\/\/([^/?#\\@\s]+)(?:[/?#][^\s<>"]*)?$/.exec(link);
  if (match === null) return false;
  return match[1] === "https" || origins.includes(`http://${match[2]}`);
}
