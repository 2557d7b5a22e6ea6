import { expect, test } from "vitest";
import { aboutCluster, aboutServer } from "../../../main/admin/check/check-servers.ts";
import type { ServerFacts } from "../../../main/admin/check/probe.ts";
import { describeFinding } from "../../../main/words/check/index.ts";
import { codes } from "./codes.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 1);
const GOOD = { validTo: NOW + 100 * DAY, problem: undefined, missing: undefined };
const facts: ServerFacts = {
  name: "n1",
  version: "2.10.22",
  jetstream: true,
  cluster: "alrimi",
  loginRequired: true,
  tls: GOOD,
};

test.each<[string, Partial<ServerFacts>, string[]]>([
  ["all is well", {}, ["ok server-ok", "ok certificate-ok"]],
  ["2.8", { version: "2.8.4" }, ["bad version-too-old"]],
  ["2.9 in a cluster", { version: "2.9.10" }, ["warning version-old-for-cluster"]],
  ["2.9 alone", { version: "2.9.10", cluster: undefined }, ["ok server-ok", "ok certificate-ok"]],
  ["no JetStream", { jetstream: false }, ["bad jetstream-off"]],
  ["no login", { loginRequired: false }, ["bad login-not-required"]],
  ["no TLS", { tls: undefined }, ["warning tls-off"]],
  ["29 days", { tls: { ...GOOD, validTo: NOW + 29.5 * DAY } }, ["warning certificate-expires"]],
  ["another name", { tls: { ...GOOD, problem: "altnames" } }, ["bad certificate-bad"]],
  ["an older authority", { tls: { ...GOOD, missing: "CA: keyUsage" } }, ["warning certificate-old-form"]],
])("broker check - a server with %s is told as that", (_what, seen, expected) => {
  const found = codes(aboutServer("tls://a:4222", { kind: "nats", facts: { ...facts, ...seen } }, NOW));
  expect(found).toEqual(expect.arrayContaining(expected));
});

test.each(["en", "ko"] as const)(
  "broker check - an old server in a cluster is told with what to do, in %s",
  (language) => {
    const seen = { kind: "nats", facts: { ...facts, version: "2.9.10" } } as const;
    const old = aboutServer("tls://a:4222", seen, NOW).find(({ code }) => code === "version-old-for-cluster");
    if (old === undefined) throw new Error("not found");
    const words = describeFinding(language, old);
    for (const part of ["! tls://a:4222", "2.9.10", "4320", "2.10"]) expect(words).toContain(part);
  },
);

test.each([
  ["tls", "certificate-bad"],
  ["not-nats", "server-not-nats"],
  ["timeout", "server-unreachable"],
  ["unreachable", "server-unreachable"],
] as const)("broker check - a probe that ends in %s is the finding %s", (kind, code) => {
  expect(aboutServer("a:4222", { kind, detail: "why" }, NOW)).toEqual([
    { level: "bad", code, server: "a:4222", detail: "why" },
  ]);
});

test("broker check - servers of one cluster have no finding, others are named", () => {
  const alone = { ...facts, cluster: undefined };
  expect(aboutCluster([facts, facts, facts])).toEqual([]);
  expect(aboutCluster([alone])).toEqual([]);
  expect(aboutCluster([facts, { ...facts, cluster: "other" }])).toEqual([
    { level: "bad", code: "cluster-differs", clusters: "alrimi, other" },
  ]);
  expect(aboutCluster([alone, alone])).toEqual([{ level: "bad", code: "cluster-differs", clusters: "-" }]);
});
