/**
 * The text of an answer, in the character set that it names (default UTF-8).
 * @throws {Error} (rejects) above `most` bytes, or if the character set is not known or not followed
 */
export async function readBody(response: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new Error(`the answer has over ${most} bytes`);
    chunks.push(chunk);
  }
  const [, charset = "utf-8"] = /charset="?([\w-]+)/i.exec(response.headers.get("content-type") ?? "") ?? [];
  return new TextDecoder(charset, { fatal: true }).decode(Buffer.concat(chunks));
}
