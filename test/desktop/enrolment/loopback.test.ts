import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, expect, test } from "vitest";
import { type Loopback, listenForBrowser, type Returned } from "../../../main/desktop/enrolment/loopback.ts";

const STATE = "a-random-state-of-22-ch";

let loopback: Loopback;
const got: Returned[] = [];

async function listen(): Promise<string> {
  got.length = 0;
  loopback = await listenForBrowser({
    state: STATE,
    returned: (what) => got.push(what),
    says: ({ kind }) => `said ${kind}`,
  });
  return `http://127.0.0.1:${loopback.port}`;
}
afterEach(() => loopback.close());

/** The status of a request with any host, method and path. */
function ask(path: string, more: { readonly host?: string; readonly method?: string } = {}): Promise<number> {
  const { host = `127.0.0.1:${loopback.port}`, method = "GET" } = more;
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: loopback.port, path, method, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

test("loopback - the browser's answer is taken once, and the person reads what to do", async () => {
  const url = await listen();
  const response = await fetch(`${url}/enrolled?state=${STATE}&code=grant.mac`);
  expect(await response.text()).toBe("said returned");
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await ask(`/enrolled?state=${STATE}&code=another`)).toBe(400);
  expect(got).toEqual([{ kind: "returned", grant: "grant.mac" }]);
});

test("loopback - a declined sign-on is told as such", async () => {
  const url = await listen();
  expect(await (await fetch(`${url}/enrolled?state=${STATE}&error=declined`)).text()).toBe("said declined");
  expect(got).toEqual([{ kind: "declined" }]);
});

test("loopback - a page that guesses the port, another host name, method or path gets nothing and takes nothing", async () => {
  await listen();
  const good = `/enrolled?state=${STATE}&code=g`;
  for (const [path, more] of [
    ["/enrolled?code=g", {}],
    ["/enrolled?state=&code=g", {}],
    [`/enrolled?state=${STATE}x&code=g`, {}],
    [`/enrolled?state=${STATE}`, {}],
    [`/?state=${STATE}&code=g`, {}],
    [`//evil.example/enrolled?state=${STATE}`, {}],
    [good, { method: "POST" }],
    [good, { host: "evil.example" }],
    [good, { host: `localhost:${loopback.port}` }],
    [good, { host: "127.0.0.1" }],
  ] as const)
    expect(await ask(path, more), path).toBe(400);
  expect(await ask(`/enrolled?state=${"x".repeat(20_000)}`).catch(() => 431)).toBe(431);
  expect(got).toEqual([]);
  expect(await ask(good)).toBe(200);
  expect(got).toEqual([{ kind: "returned", grant: "g" }]);
});

test("loopback - no other computer can reach it, and nothing listens when it is closed", async () => {
  await listen();
  const reaches = (host: string): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(loopback.port, host, () => {
        socket.destroy();
        resolve(true);
      }).on("error", () => resolve(false));
    });
  const others = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? [])
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => address),
  );
  expect(await reaches("127.0.0.1")).toBe(true);
  for (const host of [...others, "::1"]) expect(await reaches(host), host).toBe(false);
  loopback.close();
  await expect.poll(() => reaches("127.0.0.1")).toBe(false);
});
