import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readServerConfig } from "../../../main/server/config.ts";

const folder = mkdtempSync(join(tmpdir(), "alrimi-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(web: unknown) {
  const file = join(folder, "server.json");
  const credentials = { credsFile: "keeper.creds" };
  writeFileSync(file, JSON.stringify({ servers: ["tls://broker"], credentials, parts: { web } }));
  return readServerConfig(file).parts.web;
}

const url = "https://alrimi.example.com";
const oidc = { issuer: "https://login.example.com", clientId: "alrimi", clientSecretFile: "client-secret" };
const proxy = { header: "X-Remote-User", caFile: "ca.pem", names: ["proxy.example.com"] };
const files = { certFile: "server.pem", keyFile: "server-key.pem" };

test("config - the company's sign-on needs four entries, with paths beside the file", () => {
  expect(read({ url, signOn: { oidc } })).toEqual({
    ...{ url, host: "127.0.0.1", port: 8443 },
    signOn: {
      oidc: {
        ...{ ...oidc, clientSecretFile: join(folder, "client-secret") },
        ...{ claim: "preferred_username", scopes: ["openid", "profile"], sessionHours: 8 },
      },
    },
  });
});

test("config - a proxy's header is in lower case, as Node has it", () => {
  expect(read({ url, ...files, signOn: { proxy } })?.signOn).toEqual({
    proxy: { ...proxy, header: "x-remote-user", caFile: join(folder, "ca.pem") },
  });
});

test("config - the page's examples are read", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../build/broker/SIGN-ON.md"), "utf8");
  const [first, second] = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = ""]) =>
    JSON.parse(text),
  );
  expect(read(first.web)).toMatchObject({ url, host: "0.0.0.0", certFile: join(folder, "web.pem") });
  expect(read({ ...first.web, signOn: second })?.signOn.proxy?.names).toEqual(["proxy.example.com"]);
});

test.each([
  [{ signOn: { oidc } }, "parts.web.url"],
  [{ url: `${url}/`, signOn: { oidc } }, "an origin such as"],
  [{ url: "http://alrimi.example.com", signOn: { oidc } }, "an origin such as"],
  [{ url }, "parts.web.signOn"],
  [{ url, signOn: {} }, 'either "oidc" or "proxy"'],
  [{ url, ...files, signOn: { oidc, proxy } }, 'either "oidc" or "proxy"'],
  [{ url, signOn: { proxy } }, "a proxy needs TLS"],
  [{ url, ...files, signOn: { proxy: { ...proxy, names: [] } } }, "parts.web.signOn.proxy.names"],
  [{ url, signOn: { oidc: { ...oidc, issuer: "http://login.example.com" } } }, "it must be an https address"],
  [{ url, signOn: { oidc: { ...oidc, scopes: ["profile"] } } }, 'it must contain "openid"'],
  [{ url, signOn: { oidc: { ...oidc, scopes: ["openid", "a b"] } } }, "parts.web.signOn.oidc.scopes.1"],
  [{ url, signOn: { oidc: { ...oidc, sessionHours: 25 } } }, "parts.web.signOn.oidc.sessionHours"],
  [{ url, signOn: { oidc: { ...oidc, clientSecret: "x" } } }, "parts.web.signOn.oidc.clientSecret"],
])("config - %j is an error that names the key", (web, named) => {
  expect(() => read(web)).toThrow(named);
});
