import type { Finding } from "../../contract/findings.ts";
import { idOfToken } from "../../contract/subject.ts";
import type { TokenEntry } from "../../nats/bearer-token.ts";
import { type Issued, peopleIn } from "../kit/plan.ts";
import { examplesOf, peopleFinding } from "./people-finding.ts";

const DAY = 24 * 60 * 60;
/** What ends within this number of days gets a warning. */
const SOON_DAYS = 30;

/** What a kit knows of the logins. */
export interface Register {
  readonly issued: readonly Issued[];
  readonly tokens: readonly TokenEntry[];
}

/**
 * Whose credentials end soon, or have ended within the last month, without newer ones. Pure.
 * @param now seconds since the Unix epoch
 */
export function aboutRenewals({ issued, tokens }: Register, now: number): readonly Finding[] {
  const valid = new Set(peopleIn(issued, now));
  const lasting = new Set(peopleIn(issued, now + SOON_DAYS * DAY));
  const ending = [...valid].filter((id) => !lasting.has(id));
  const ended = new Set(
    issued
      .filter(({ role, revokedAt }) => role === "app" && revokedAt === undefined)
      .filter(({ expiresAt = Number.POSITIVE_INFINITY }) => now >= expiresAt)
      .filter(({ expiresAt = 0 }) => now - expiresAt < SOON_DAYS * DAY)
      .flatMap(({ token }) => idOfToken(token) ?? [])
      .filter((id) => !valid.has(id)),
  );
  const findings: Finding[] = [...peopleFinding("credentials-expired", [...ended])];
  if (ending.length > 0) {
    const examples = examplesOf(ending);
    findings.push({
      ...{ level: "warning", code: "credentials-expire", people: ending.length, days: SOON_DAYS, examples },
    });
  }
  if (findings.length === 0 && valid.size > 0) {
    findings.push({ level: "ok", code: "credentials-ok", people: valid.size });
  }
  return [...findings, ...aboutTokens(tokens, now)];
}

/** A service whose last token for HTTP ends soon. */
function aboutTokens(tokens: readonly TokenEntry[], now: number): readonly Finding[] {
  const ends = new Map<string, number>();
  for (const { service, expiresAt } of tokens) {
    const end = expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) / 1000;
    ends.set(service, Math.max(end, ends.get(service) ?? 0));
  }
  return [...ends].flatMap(([service, end]): readonly Finding[] => {
    const days = Math.floor((end - now) / DAY);
    return days < SOON_DAYS ? [{ level: "warning", code: "token-expires", service, days }] : [];
  });
}
