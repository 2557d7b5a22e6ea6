import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { pcName } from "../../../main/desktop/enrolment/enrolment.ts";
import { EnrolmentServer } from "../../../main/desktop/enrolment/enrolment-server.ts";
import { createUser } from "../../../main/nats/nkeys.ts";

/** A server that is something else than the enrolment server. */

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function start(handle: RequestListener): Promise<EnrolmentServer> {
  server = createServer(handle).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return new EnrolmentServer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const STRANGERS: Readonly<Record<string, RequestListener>> = {
  "a page of a proxy": (_request, response) => response.end("<html>sign in to the network</html>"),
  "a redirect": (_request, response) => response.writeHead(302, { location: "https://evil.example/" }).end(),
  "an endless answer": (_request, response) => {
    const write = (): void => {
      while (response.write("x".repeat(64 * 1024)));
      response.once("drain", write);
    };
    write();
  },
  "a closed connection": (request) => request.socket.destroy(),
  "another JSON": (_request, response) => response.end('{"nonce":7}'),
};

test.each(Object.keys(STRANGERS))(
  "enrolment server - %s is taken for a server that is away",
  async (name) => {
    const stranger = await start(STRANGERS[name] ?? (() => {}));
    expect(await stranger.greet()).toBeUndefined();
    expect(await stranger.byCode(createUser(), "0000-0000-0000-0000", "PC")).toMatchObject({
      kind: "unreachable",
    });
    expect(await stranger.renew(createUser(), "hong.gd")).toMatchObject({ kind: "unreachable" });
  },
);

test("enrolment server - it is sent the public key and a signature, and never the seed", async () => {
  let sent = "";
  const pair = createUser();
  const stranger = await start((request, response) => {
    request.on("data", (chunk) => {
      sent += String(chunk);
    });
    request.on("end", () => response.end(JSON.stringify({ nonce: "n", hasSignOn: true })));
  });
  await stranger.byCode(pair, "0000-0000-0000-0000", "PC");
  await stranger.bySignOn(pair, "grant", "verifier");
  await stranger.renew(pair, "hong.gd");
  expect(sent).toContain(pair.getPublicKey());
  expect(sent).not.toContain(new TextDecoder().decode(pair.getSeed()));
});

test("enrolment - the PC has a name that the server takes, whatever the system calls it", () => {
  expect(pcName("DESK-12")).toBe("DESK-12");
  expect(pcName("홍길동의 PC")).toBe("홍길동의 PC");
  for (const name of ["", " ", "\n", "\u202e", "\u{fffff}"]) expect(pcName(name)).toMatch(/^(PC|\ufffd)$/u);
  expect([...pcName("🙂".repeat(100))]).toHaveLength(64);
});
