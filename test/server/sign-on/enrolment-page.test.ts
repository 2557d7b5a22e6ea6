import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkNumberOf } from "../../../main/contract/enrolment.ts";
import { accept, refuse } from "../../../main/contract/result.ts";
import { hashOfToken } from "../../../main/nats/bearer-token.ts";
import { createAccount, seedOf } from "../../../main/nats/nkeys.ts";
import { Seals } from "../../../main/server/enrolment/seals.ts";
import { addSignOnPage } from "../../../main/server/enrolment/sign-on-page.ts";
import { BACK } from "../../../main/server/sign-on/oidc-sign-on.ts";
import { startWeb, type WebServer } from "../../../main/server/web/web.ts";
import { AppKey } from "../enrolment/app-key.ts";
import { fieldsOf } from "../enrolment/confirm.ts";
import { Browser } from "./browser.ts";
import { CLIENT, type CompanySignOn, companySignOn } from "./company-sign-on.ts";
import { freePort } from "./free-port.ts";

const folder = mkdtempSync(join(tmpdir(), "alrimi-enrolment-page-"));
const clientSecretFile = join(folder, "client-secret");
writeFileSync(clientSecretFile, CLIENT.secret);
const STATE = "s".repeat(22);
const PORT = 50_123;
const seals = new Seals(seedOf(createAccount()), () => Math.floor(Date.now() / 1000));

let company: CompanySignOn;
let web: WebServer;

beforeAll(async () => {
  const port = await freePort();
  company = await companySignOn(`http://127.0.0.1:${port}${BACK}`);
  web = await startWeb(
    {
      ...{ host: "127.0.0.1", port, url: `http://127.0.0.1:${port}` },
      signOn: {
        oidc: {
          ...{ issuer: company.issuer, clientId: CLIENT.id, clientSecretFile },
          ...{ claim: "preferred_username", scopes: ["openid", "profile"], sessionHours: 8 },
        },
      },
    },
    {
      server: {
        isDirectoryRead: true,
        personOf: (user) => (user === "stranger" ? refuse("user-unknown", "") : accept(user)),
      },
      async addPages(app, signOn) {
        addSignOnPage(app, seals, signOn);
        return undefined;
      },
      log: () => {},
    },
  );
});
afterAll(async () => {
  await web.stop();
  await company[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function startUrl(app: AppKey, change: Readonly<Record<string, string>> = {}): string {
  const { key, challenge } = app;
  const asked = { key, challenge, port: String(PORT), state: STATE, pc: "홍길동 <PC>", ...change };
  return `${web.url}/v1/enrol/start?${new URLSearchParams(asked)}`;
}

function confirm(
  browser: Browser,
  fields: Readonly<Record<string, string>>,
  answer = "yes",
): Promise<Response> {
  const body = new URLSearchParams({ ...fields, answer });
  return browser.ask(`${web.url}/v1/enrol/confirm`, { method: "POST", body });
}

test("enrolment page - after the sign-on it shows person, PC and number, and the button sends a code to the app", async () => {
  const app = new AppKey();
  const browser = new Browser();
  const response = await browser.visit(startUrl(app));
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page).toContain("<dd>hong.gd</dd>");
  expect(page).toContain("<dd>홍길동 &#60;PC&#62;</dd>");
  expect(page).toContain(`<dd>${checkNumberOf(hashOfToken(app.key))}</dd>`);
  const sent = await confirm(browser, fieldsOf(page));
  expect(sent.status).toBe(303);
  const back = new URL(sent.headers.get("location") ?? "");
  expect(back.origin + back.pathname).toBe(`http://127.0.0.1:${PORT}/enrolled`);
  expect(back.searchParams.get("state")).toBe(STATE);
  expect(seals.readGrant(back.searchParams.get("code") ?? "")).toMatchObject({
    value: { user: "hong.gd", key: app.key, challenge: app.challenge, pc: "홍길동 <PC>" },
  });
});

test("enrolment page - the other button sends no code", async () => {
  const browser = new Browser();
  const page = await (await browser.visit(startUrl(new AppKey()))).text();
  const sent = await confirm(browser, fieldsOf(page), "no");
  expect(sent.headers.get("location")).toBe(
    `http://127.0.0.1:${PORT}/enrolled?state=${STATE}&error=declined`,
  );
});

test("enrolment page - it is in the browser's language, and may be shown in no frame and run no script", async () => {
  const browser = new Browser();
  await browser.visit(startUrl(new AppKey()));
  for (const [language, words] of [
    ["ko-KR,ko;q=0.9", "이 PC의 알림이를 연결할까요?"],
    ["ko,en", "이 PC의 알림이를 연결할까요?"],
    ["en-US", "Connect Alrimi on this PC?"],
  ] as const) {
    const response = await browser.ask(startUrl(new AppKey()), { headers: { "accept-language": language } });
    expect(await response.text()).toContain(words);
    const rules = response.headers.get("content-security-policy");
    expect(rules).toContain("default-src 'none'");
    expect(rules).toContain(`form-action 'self' http://127.0.0.1:${PORT}`);
    expect(rules).toContain("frame-ancestors 'none'");
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
});

test("enrolment page - it sends the browser to no other place than a port of this PC", async () => {
  const browser = new Browser();
  const app = new AppKey();
  for (const port of [
    "0",
    "80",
    "443",
    "1023",
    "65536",
    "08080",
    "8080@evil.example",
    "80.evil.example",
    "-1",
    "",
    "1e4",
  ])
    expect((await browser.ask(startUrl(app, { port }))).status).toBe(400);
  for (const change of [
    { key: "UA" },
    { challenge: "x" },
    { state: "" },
    { state: "a&b=c-----------------" },
    { pc: "" },
    { pc: "a\u202eb" },
    { pc: "x".repeat(65) },
  ])
    expect((await browser.ask(startUrl(app, change))).status).toBe(400);
  const page = await (await browser.visit(startUrl(app))).text();
  for (const port of ["80", "8080@evil.example", "evil.example"])
    expect((await confirm(browser, { ...fieldsOf(page), port })).status).toBe(400);
  const redirected = await confirm(browser, { ...fieldsOf(page), redirect_uri: "https://evil.example/" });
  expect(redirected.headers.get("location")).toMatch(`http://127.0.0.1:${PORT}/enrolled?`);
});

test("enrolment page - without the page, its person or its session there is no code", async () => {
  const [browser, other] = [new Browser(), new Browser()];
  const app = new AppKey();
  const fields = fieldsOf(await (await browser.visit(startUrl(app))).text());
  const { form: _, ...without } = fields;
  expect((await confirm(browser, without)).status).toBe(403);
  expect((await confirm(browser, { ...fields, key: new AppKey().key })).status).toBe(403);
  expect((await confirm(browser, { ...fields, pc: "another" })).status).toBe(403);
  expect((await confirm(new Browser(), fields)).status).toBe(403);
  company.who = "kim.ys";
  await other.visit(startUrl(app));
  expect((await confirm(other, fields)).status).toBe(403);
  const grant = seals.grant({
    user: "hong.gd",
    key: app.key,
    challenge: app.challenge,
    pc: fields["pc"] ?? "",
  });
  expect((await confirm(browser, { ...fields, form: grant })).status).toBe(403);
  company.who = "hong.gd";
});

test("enrolment page - whom the directory does not know gets no page", async () => {
  company.who = "stranger";
  expect((await new Browser().visit(startUrl(new AppKey()))).status).toBe(403);
  company.who = "hong.gd";
});
