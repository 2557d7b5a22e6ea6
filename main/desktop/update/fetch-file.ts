import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type Agent, get } from "node:https";
import { UpdateFailure } from "./update-failure.ts";

export interface Fetching {
  /** Holds the trusted authorities. An agent that is given ignores the proxies of the environment. */
  readonly agent: Agent;
  /** Maximum size in bytes. */
  readonly limit: number;
  /** Milliseconds for the whole file. */
  readonly within: number;
  /** Milliseconds without a byte. */
  readonly silence: number;
}

/**
 * Reads a file from the update server with Node's own TLS, because Chromium knows neither the company's authority nor
 * the policy. It follows no redirect and sends nothing about the person.
 * @throws an `UpdateFailure`, or Node's error
 */
export async function* fetchFile(
  url: URL,
  { agent, limit, within, silence }: Fetching,
): AsyncGenerator<Buffer, void> {
  const silent = (): UpdateFailure => new UpdateFailure("silent", `${url.host} sent nothing in time`);
  const request = get(url, { agent, headers: { accept: "*/*", "cache-control": "no-cache" } });
  request.on("error", () => {}); // one after the answer also ends the reading
  // After a change of the protocol (101) there is neither an answer nor an error.
  const closed = once(request, "close").then(() => {
    throw new UpdateFailure("answer", `${url.host} closed the connection without an answer`);
  });
  closed.catch(() => {});
  let response: IncomingMessage | undefined;
  const giveUp = (): void => {
    response?.destroy(silent());
    request.destroy(silent());
  };
  request.setTimeout(silence, giveUp);
  const deadline = setTimeout(giveUp, within);
  try {
    [response] = (await Promise.race([once(request, "response"), closed])) as [IncomingMessage];
    const { statusCode } = response;
    if (statusCode !== 200) throw new UpdateFailure("answer", `${url.href} answered ${statusCode}`);
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new UpdateFailure("answer", `${url.href} is larger than ${limit} bytes`);
      yield chunk;
    }
  } finally {
    clearTimeout(deadline);
    if (!response?.complete) request.destroy(); // otherwise the next request uses the connection
  }
}
