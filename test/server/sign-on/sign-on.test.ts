import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { accept, type Result, refuse } from "../../../main/contract/result.ts";
import type { UserUnknown } from "../../../main/server/people/people.ts";
import { BACK } from "../../../main/server/sign-on/oidc-sign-on.ts";
import { startWeb, type WebServer } from "../../../main/server/web/web.ts";
import { Browser } from "./browser.ts";
import { CLIENT, type CompanySignOn, companySignOn } from "./company-sign-on.ts";
import { freePort } from "./free-port.ts";

const SESSION = "__Host-alrimi";
const ATTEMPT = "__Host-alrimi-attempt";
const PORTAL = "https://portal.example.com";

const folder = mkdtempSync(join(tmpdir(), "alrimi-sign-on-"));
const clientSecretFile = join(folder, "client-secret");
const sessionKeyFile = join(folder, "session-key");
writeFileSync(clientSecretFile, `${CLIENT.secret}\n`);
writeFileSync(sessionKeyFile, "k".repeat(43));

const people: Record<string, string> = { "hong.gd": "hong.gd", e1042: "hong.gd", "kim.ys": "kim.ys" };
const directory = {
  isDirectoryRead: true,
  personOf: (user: string): Result<string, UserUnknown> =>
    people[user] === undefined
      ? refuse("user-unknown", `"${user}" is not there; the nearest id is "secret.neighbour"`)
      : accept(people[user]),
};

let port: number;
let company: CompanySignOn;
const lines: string[] = [];
const servers: WebServer[] = [];
let now = Date.now();

beforeAll(async () => {
  port = await freePort();
  company = await companySignOn(`http://127.0.0.1:${port}${BACK}`);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  company.who = "hong.gd";
  company.claims = {};
  directory.isDirectoryRead = true;
  now = Date.now();
  lines.length = 0;
});
afterAll(async () => {
  await company[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** With one page that says whom it is for. */
async function start(oidc: object = {}, listen = port): Promise<string> {
  const server = await startWeb(
    {
      ...{ host: "127.0.0.1", port: listen, url: `http://127.0.0.1:${port}` },
      signOn: {
        oidc: {
          ...{ issuer: company.issuer, clientId: CLIENT.id, clientSecretFile, sessionKeyFile },
          ...{ claim: "preferred_username", scopes: ["openid", "profile"], sessionHours: 8 },
          ...oidc,
        },
      },
      portal: {
        ...{ credentials: { credsFile: "portal.creds" }, allowedOrigins: [PORTAL], linkOrigins: [] },
        ...{ timeZone: "Asia/Seoul", maxStreams: 1, maxStreamsPerPerson: 1 },
      },
    },
    {
      server: directory,
      now: () => now,
      async addPages(app, signOn) {
        app.get("/me", async (request, reply) => {
          const who = await signOn.personOf(request);
          if (who.ok) return who.value;
          return who.reason === "not-signed-on"
            ? signOn.start(reply, request.url)
            : reply.code(403).send(who);
        });
      },
      log: (line) => lines.push(line),
    },
  );
  servers.push(server);
  return server.url;
}

const typeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { type: unknown }).type;

test("sign-on - a page gets the person whom the company names, and the browser comes back to the page", async () => {
  const url = await start();
  const browser = new Browser();
  const response = await browser.visit(`${url}/me?of=today`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ person: "hong.gd", until: expect.any(Number) });
  expect(browser.asked.at(-1)).toBe(`${url}/me?of=today`);
  const authorization = new URL(browser.asked[1] ?? "");
  expect(Object.fromEntries(authorization.searchParams)).toMatchObject({
    ...{ response_type: "code", code_challenge_method: "S256", scope: "openid profile" },
    ...{ state: expect.any(String), nonce: expect.any(String), code_challenge: expect.any(String) },
  });
});

test("sign-on - the cookies are for this server alone, over TLS, not for scripts, and end", async () => {
  const url = await start({ sessionHours: 2 });
  const browser = new Browser();
  const first = await browser.ask(`${url}/me`);
  expect(first.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^__Host-alrimi-attempt=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    ),
  ]);
  await browser.visit(`${url}/me`);
  const [session] = (await browser.jar.getCookies(url.replace("http:", "https:"))).filter(
    ({ key }) => key === SESSION,
  );
  expect(session).toMatchObject({ path: "/", httpOnly: true, secure: true, sameSite: "lax", maxAge: 7_200 });
  expect(session?.value).not.toContain(Buffer.from("hong.gd").toString("base64url").slice(0, 8));
  expect(await browser.cookie(ATTEMPT, url)).toBeUndefined();
});

test("sign-on - an alias of the directory is its person; a claim can be chosen", async () => {
  const url = await start({ claim: "employee" });
  company.who = "some-account";
  company.claims = { employee: "E1042" };
  expect(await (await new Browser().visit(`${url}/me`)).json()).toMatchObject({ person: "hong.gd" });
});

test("sign-on - a person whom the directory does not know is refused, and nobody is named", async () => {
  const url = await start();
  company.who = "a.stranger";
  const browser = new Browser();
  const response = await browser.visit(`${url}/me`);
  expect(response.status).toBe(403);
  const text = await response.text();
  expect(text).toContain("urn:alrimi:person-unknown");
  expect(text + lines.join()).not.toMatch(/stranger|neighbour/);
  expect(await browser.cookie(SESSION, url)).toBeUndefined();
});

test("sign-on - who leaves the directory is refused with the session they have", async () => {
  const url = await start();
  const browser = new Browser();
  company.who = "kim.ys";
  expect((await browser.visit(`${url}/me`)).status).toBe(200);
  delete people["kim.ys"];
  expect((await browser.visit(`${url}/me`)).status).toBe(403);
  people["kim.ys"] = "kim.ys";
});

test("sign-on - before the directory is read nobody is taken", async () => {
  const url = await start();
  directory.isDirectoryRead = false;
  expect((await new Browser().visit(`${url}/me`)).status).toBe(503);
});

test("sign-on - an ended session is signed on anew, also one that the browser still sends", async () => {
  const url = await start();
  const browser = new Browser();
  await browser.visit(`${url}/me`);
  now += 7.9 * 3_600_000;
  expect((await browser.ask(`${url}/me`)).status).toBe(200);
  now += 0.2 * 3_600_000;
  const ended = await browser.ask(`${url}/me`);
  expect(ended.status).toBe(303);
  expect(ended.headers.get("location")).toContain(company.issuer);
});

test("sign-on - a forged, changed or exchanged cookie is no session", async () => {
  const url = await start();
  const browser = new Browser();
  await browser.visit(`${url}/me`);
  const session = (await browser.cookie(SESSION, url)) ?? "";
  const attempt = new Browser();
  await attempt.ask(`${url}/me`);
  const [head = "", key = "", iv = "", text = "", tag = ""] = session.split(".");
  const plain = [{ alg: "none" }, { aud: "session", login: "kim.ys", exp: 9e9, iat: 1 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const forged = [
    "kim.ys",
    "",
    `${plain}.`,
    [head, key, iv, `${text.slice(0, -2)}AA`, tag].join("."),
    [head, key, iv, text, `${tag.slice(0, -2)}AA`].join("."),
    await attempt.cookie(ATTEMPT, url),
    "x".repeat(10_000),
  ];
  for (const value of forged) {
    const response = await fetch(`${url}/me`, {
      redirect: "manual",
      headers: { connection: "close", cookie: `${SESSION}=${value}` },
    });
    expect(response.status, value?.slice(0, 20)).toBe(303);
  }
});

test("sign-on - another server with the same key knows the session, one with another key does not", async () => {
  const url = await start();
  const browser = new Browser();
  await browser.visit(`${url}/me`);
  const cookie = `${SESSION}=${await browser.cookie(SESSION, url)}`;
  const ask = async (at: string): Promise<number> =>
    (await fetch(`${at}/me`, { redirect: "manual", headers: { connection: "close", cookie } })).status;
  expect(await ask(await start({}, 0))).toBe(200);
  const otherKey = join(folder, "other-key");
  writeFileSync(otherKey, "o".repeat(43));
  expect(await ask(await start({ sessionKeyFile: otherKey }, 0))).toBe(303);
});

test("sign-on - an answer for another browser's attempt, or one without an attempt, is refused and asks nobody", async () => {
  const url = await start();
  const victim = new Browser();
  await victim.ask(`${url}/me`);
  const attacker = new Browser();
  await attacker.visit(`${url}/me`);
  const back = attacker.asked.find((each) => each.includes(BACK)) ?? "";
  const before = company.exchanges();
  expect(await typeOf(await victim.ask(back))).toBe("urn:alrimi:sign-on-failed");
  expect(await typeOf(await new Browser().ask(back))).toBe("urn:alrimi:sign-on-failed");
  expect(company.exchanges()).toBe(before);
  expect(await victim.cookie(SESSION, url)).toBeUndefined();
});

test("sign-on - an answer counts once, and not after ten minutes", async () => {
  const url = await start();
  const browser = new Browser();
  let response = await browser.ask(`${url}/me`);
  while (!(response.headers.get("location") ?? "").includes(BACK)) {
    response = await browser.ask(new URL(response.headers.get("location") ?? "", company.issuer).href);
  }
  const back = response.headers.get("location") ?? "";
  const attempt = `${ATTEMPT}=${await browser.cookie(ATTEMPT, url)}`;
  const answer = (): Promise<Response> =>
    fetch(back, { redirect: "manual", headers: { connection: "close", cookie: attempt } });
  now += 601_000;
  expect(await typeOf(await answer())).toBe("urn:alrimi:sign-on-failed");
  now -= 601_000;
  expect((await answer()).status).toBe(303);
  expect(await typeOf(await answer())).toBe("urn:alrimi:sign-on-failed");
});

test("sign-on - an attempt asks the company once, however often and with whatever codes its answer comes", async () => {
  const url = await start();
  const browser = new Browser();
  const begun = await browser.ask(`${url}/v1/sign-on?return=/me`);
  const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state") ?? "";
  const headers = { connection: "close", cookie: `${ATTEMPT}=${await browser.cookie(ATTEMPT, url)}` };
  const before = company.exchanges();
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, each) => {
      const query = new URLSearchParams({ code: `bogus-${each}`, state, iss: company.issuer });
      return fetch(`${url}${BACK}?${query}`, { redirect: "manual", headers });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  expect(company.exchanges()).toBe(before + 1);
});

test("sign-on - an address that asks without end is told to wait, and asks the company no more", async () => {
  const url = await start();
  const browser = new Browser();
  await browser.ask(`${url}/v1/sign-on?return=/me`);
  const headers = { connection: "close", accept: "text/html", "accept-language": "en" };
  const ask = (): Promise<Response> => fetch(`${url}${BACK}?code=bogus`, { headers });
  const statuses = new Set<number>();
  for (let asked = 0; asked < 2_000 && !statuses.has(429); asked += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    for (const { status } of answers) statuses.add(status);
  }
  expect([...statuses].sort()).toEqual([403, 429]);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.text()).toContain("Try again in a minute.");
  const before = company.exchanges();
  for (const path of ["/v1/sign-on?return=/me", "/me"]) {
    const answer = await browser.ask(url + path);
    expect([answer.status, await typeOf(answer)]).toEqual([429, "urn:alrimi:too-many-requests"]);
  }
  expect((await browser.ask(`${url}${BACK}?code=bogus`)).status).toBe(429);
  expect(company.exchanges()).toBe(before);
  // Another one behind the same proxy on this computer.
  const other = { connection: "close", "x-forwarded-for": "10.0.0.7" };
  expect((await fetch(`${url}${BACK}?code=bogus`, { headers: other })).status).toBe(403);
});

test("sign-on - a person who is refused by the company has no session", async () => {
  const url = await start();
  company.who = undefined;
  const browser = new Browser();
  expect(await typeOf(await browser.visit(`${url}/me`))).toBe("urn:alrimi:sign-on-failed");
  expect(await browser.cookie(SESSION, url)).toBeUndefined();
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example",
  "javascript:alert(1)",
  "http://127.0.0.1:1/",
])("sign-on - the browser is not sent to %s", async (to) => {
  const url = await start();
  const response = await new Browser().ask(`${url}/v1/sign-on?return=${encodeURIComponent(to)}`);
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
});

test("sign-on - the browser is not sent to a blob: address of this server's own origin", async () => {
  const url = await start();
  const response = await new Browser().ask(`${url}/v1/sign-on?return=${encodeURIComponent(`blob:${url}/x`)}`);
  expect(response.status).toBe(400);
});

test("sign-on - an e-mail address counts only when the company has verified it", async () => {
  const url = await start({ claim: "email", scopes: ["openid", "email"] });
  company.claims = { email: "hong.gd", email_verified: false };
  expect((await new Browser().visit(`${url}/me`)).status).toBe(403);
  company.claims = { email: "hong.gd", email_verified: true };
  expect((await new Browser().visit(`${url}/me`)).status).toBe(200);
});

test("sign-on - while the company's sign-on is away it is said so, in one line of the log, and later it works", async () => {
  const lost = await companySignOn(`http://127.0.0.1:${port}${BACK}`);
  await lost[Symbol.asyncDispose]();
  const url = await start({ issuer: lost.issuer });
  const browser = new Browser();
  for (let each = 0; each < 3; each += 1) expect((await browser.ask(`${url}/me`)).status).toBe(503);
  expect(lines.filter((line) => line.startsWith("sign-on:"))).toHaveLength(1);
  await using _back = await companySignOn(
    `http://127.0.0.1:${port}${BACK}`,
    Number(new URL(lost.issuer).port),
  );
  expect((await browser.visit(`${url}/me`)).status).toBe(200);
});

test("sign-on - after signing off the browser has no session", async () => {
  const url = await start();
  const browser = new Browser();
  await browser.visit(`${url}/me`);
  expect((await browser.ask(`${url}/v1/sign-off`, { method: "POST" })).status).toBe(204);
  expect((await browser.ask(`${url}/me`)).status).toBe(303);
});

test.each<Record<string, string>>([
  { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  { origin: `${PORTAL}.evil.example` },
  { origin: "null", "sec-fetch-site": "same-site" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
])("sign-on - a page of another origin signs nobody off: %j", async (headers) => {
  const url = await start();
  const browser = new Browser();
  await browser.visit(`${url}/me`);
  const answer = await browser.ask(`${url}/v1/sign-off`, { method: "POST", headers });
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
  expect(await typeOf(answer)).toBe("urn:alrimi:other-origin");
  expect((await browser.ask(`${url}/me`)).status).toBe(200);
});

test.each<[string, (url: string) => Record<string, string>]>([
  ["a script of an own page", (url) => ({ origin: url, "sec-fetch-site": "same-origin" })],
  // The own pages have the referrer policy no-referrer, with which a browser says this of a form.
  ["a form of an own page", () => ({ origin: "null", "sec-fetch-site": "same-origin" })],
  ["a page of an allowed portal", () => ({ origin: PORTAL, "sec-fetch-site": "same-site" })],
])("sign-on - %s signs its person off", async (_what, headersOf) => {
  const url = await start();
  const browser = new Browser();
  await browser.visit(`${url}/me`);
  const init = { method: "POST", headers: headersOf(url) };
  expect((await browser.ask(`${url}/v1/sign-off`, init)).status).toBe(204);
  expect((await browser.ask(`${url}/me`)).status).toBe(303);
});

test("sign-on - a browser that opens a page gets a page, in its language, that runs nothing", async () => {
  const url = await start();
  const ask = async (language: string): Promise<string> => {
    const headers = { accept: "text/html,*/*", "accept-language": language };
    const response = await new Browser().ask(`${url}${BACK}?code=x&state=y`, { headers });
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    return response.text();
  };
  expect(await ask("ko-KR,ko;q=0.9")).toContain("로그인하지 못했습니다");
  expect(await ask("en-GB")).toContain("You could not be signed in");
});

test("sign-on - no line of the log names a person, and no answer may be kept", async () => {
  const url = await start();
  const response = await new Browser().visit(`${url}/me`);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(lines.join("\n")).not.toMatch(/hong|kim/);
});
