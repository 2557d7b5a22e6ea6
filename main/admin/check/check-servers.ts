import type { Finding } from "../../contract/findings.ts";
import { isOlder, mayAcceptRivals } from "../../nats/server-version.ts";
import type { Probe, ServerFacts } from "./probe.ts";

const DAY = 24 * 60 * 60 * 1000;
/** A certificate that expires within this number of days gets a warning. */
const CERTIFICATE_DAYS = 30;

/** The findings about one server. Pure. @param now milliseconds since the Unix epoch */
export function aboutServer(server: string, seen: Probe, now: number = Date.now()): readonly Finding[] {
  if (seen.kind === "tls") return [{ level: "bad", code: "certificate-bad", server, detail: seen.detail }];
  if (seen.kind === "not-nats")
    return [{ level: "bad", code: "server-not-nats", server, detail: seen.detail }];
  if (seen.kind !== "nats")
    return [{ level: "bad", code: "server-unreachable", server, detail: seen.detail }];
  const { name, version, jetstream, loginRequired, tls } = seen.facts;
  const findings: Finding[] = [];
  if (isOlder(version, 2, 9)) findings.push({ level: "bad", code: "version-too-old", server, version });
  else if (mayAcceptRivals(seen.facts)) {
    findings.push({ level: "warning", code: "version-old-for-cluster", server, version });
  }
  if (jetstream) findings.unshift({ level: "ok", code: "server-ok", server, name, version });
  else findings.unshift({ level: "bad", code: "jetstream-off", server });
  if (!loginRequired) findings.push({ level: "bad", code: "login-not-required", server });
  if (tls === undefined) return [...findings, { level: "warning", code: "tls-off", server }];
  if (tls.missing !== undefined)
    findings.push({ level: "warning", code: "certificate-old-form", server, missing: tls.missing });
  const days = Math.floor((tls.validTo - now) / DAY);
  if (tls.problem !== undefined) {
    findings.push({ level: "bad", code: "certificate-bad", server, detail: tls.problem });
  } else if (days < CERTIFICATE_DAYS) {
    findings.push({ level: "warning", code: "certificate-expires", server, days });
  } else findings.push({ level: "ok", code: "certificate-ok", server, days });
  return findings;
}

/** The finding if several servers do not belong to one cluster. Pure. */
export function aboutCluster(facts: readonly ServerFacts[]): readonly Finding[] {
  const names = new Set(facts.map(({ cluster }) => cluster ?? "-"));
  if (facts.length < 2 || (names.size === 1 && !names.has("-"))) return [];
  return [{ level: "bad", code: "cluster-differs", clusters: [...names].join(", ") }];
}
