// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of a policy
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePolicy } from "../../../main/core/policy/policy.ts";
import type { PolicyVariables } from "../../../main/core/policy/policy-variables.ts";
import { bytesOf } from "../../contract/events.ts";

const servers = ["nats://127.0.0.1:4222"];
const variables: PolicyVariables = {
  loginName: "Hong.GD",
  env: { SITE: "seoul", EMPTY: "", ProgramData: "C:\\ProgramData" },
};

const parse = (policy: object, given: PolicyVariables | undefined = variables) =>
  parsePolicy(bytesOf({ servers, ...policy }), given);

test("policy variables - one policy names every person", () => {
  const credentials = { credsFile: "/etc/alrimi/creds/${user}.creds" };
  const tls = { certFile: "${env:ProgramData}\\Alrimi\\${user}.pem", keyFile: "/k/${env:SITE}-${user}.key" };
  expect(parse({ servers: ["tls://${env:SITE}.example.com"], credentials, tls })).toMatchObject({
    ok: true,
    value: {
      servers: ["tls://seoul.example.com"],
      credentials: { credsFile: "/etc/alrimi/creds/hong.gd.creds" },
      tls: { certFile: "C:\\ProgramData\\Alrimi\\hong.gd.pem", keyFile: "/k/seoul-hong.gd.key" },
    },
  });
});

test("policy variables - elsewhere the user is the policy's, which may be made of the login name", () => {
  const credentials = { username: "app-${user}", password: "p" };
  expect(parse({ user: "${user}@corp", credentials })).toMatchObject({
    value: { user: "hong.gd@corp", credentials: { username: "app-hong.gd@corp" } },
  });
  expect(parse({ user: "Kim", credentials })).toMatchObject({
    value: { credentials: { username: "app-kim" } },
  });
});

test.each([
  ["credentials.credsFile: ${env:SIET} is not set", { credentials: { credsFile: "/${env:SIET}/a" } }],
  ["credentials.nkeyFile: ${env:EMPTY} is not set", { credentials: { nkeyFile: "${env:EMPTY}/a" } }],
  ["tls.caFile: ${USER} is unknown", { tls: { caFile: "/${USER}.pem" } }],
  ["servers.1: ${} is unknown", { servers: [...servers, "nats://${}"] }],
  ["user: ${env:WHO} is not set", { user: "${env:WHO}" }],
])("policy variables - refused, with its place: %s", (detail, policy) => {
  expect(parse(policy)).toMatchObject({
    ok: false,
    reason: "bad-value",
    detail: expect.stringContaining(detail),
  });
});

test("policy variables - without a login name only what needs it is refused", () => {
  const nameless = { ...variables, loginName: "" };
  expect(parse({ user: "kim", credentials: { credsFile: "/${user}.creds" } }, nameless)).toMatchObject({
    value: { credentials: { credsFile: "/kim.creds" } },
  });
  expect(parse({ credentials: { credsFile: "/${user}.creds" } }, nameless)).toMatchObject({
    detail: "credentials.credsFile: ${user} is not known: there is no login name",
  });
});

test("policy variables - a value is put in as it is, and checked as if it had been written there", () => {
  const env = { A: "${env:B}", B: "no", HOST: "x/../y z" };
  expect(parse({ tls: { caFile: "${env:A}" } }, { loginName: "a", env })).toMatchObject({
    value: { tls: { caFile: "${env:B}" } },
  });
  expect(parse({ servers: ["nats://${env:HOST}"] }, { loginName: "a", env })).toMatchObject({
    reason: "bad-value",
    detail: expect.stringContaining("servers.0"),
  });
});

test("policy variables - a password, and a file that is no policy, stay as they are, whatever they hold", () => {
  const credentials = { username: "a", password: "${user}${env:NO}" };
  expect(parse({ credentials })).toMatchObject({ value: { credentials } });
  const tls = { caFile: "/${user}.pem" };
  expect(parsePolicy(bytesOf({ servers, tls }))).toMatchObject({ value: { tls } });
});

test("policy variables - a policy without any is the same with them", () => {
  const text = fc.string({ minLength: 1, maxLength: 40 }).filter((each) => !each.includes("${"));
  fc.assert(
    fc.property(text, text, (username, caFile) => {
      const bytes = bytesOf({ servers, credentials: { username, password: "p" }, tls: { caFile } });
      expect(parsePolicy(bytes, variables)).toEqual(parsePolicy(bytes));
    }),
  );
});
