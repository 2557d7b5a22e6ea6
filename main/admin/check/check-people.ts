import type { Catalog } from "../../contract/catalog.ts";
import type { Finding } from "../../contract/findings.ts";
import { FLEET_SUBJECTS, userOfFleetSubject } from "../../contract/fleet.ts";
import { APPROVALS_STREAM, FLEET_STREAM } from "../../contract/streams.ts";
import { parseApprovalsSubject } from "../../contract/subject.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { connectedApps, type SystemLogin } from "../../nats/connected-apps.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { tokenOf } from "../../nats/permissions.ts";
import { subjectsIn } from "../../nats/stream-subjects.ts";
import { peopleFinding } from "./people-finding.ts";

/**
 * Of how many people the broker retains events, and whose app has ever reported. Only subjects are read, and no count.
 * @param people canonical ids of those who have a login; undefined without a kit
 */
export async function aboutPeople(
  administrator: NatsConnection,
  catalog: Catalog,
  people: readonly string[] | undefined,
  describe: (error: BrokerError) => string,
): Promise<readonly Finding[]> {
  try {
    const retained = await peopleWithEvents(administrator, catalog);
    const reports = await subjectsIn(administrator, FLEET_STREAM, FLEET_SUBJECTS);
    const reporting = new Set(reports.flatMap((subject) => userOfFleetSubject(subject) ?? []));
    return readPeople(retained, reporting, people);
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return [{ level: "unknown", code: "people-unknown", detail: describe(error) }];
  }
}

/** The findings about people. Pure. */
export function readPeople(
  retained: ReadonlySet<string>,
  reporting: ReadonlySet<string>,
  people: readonly string[] | undefined,
): readonly Finding[] {
  const counted: Finding = { level: "ok", code: "people-counted", people: retained.size };
  if (people === undefined) return [counted, { level: "unknown", code: "kit-needed" }];
  const known = new Set(people);
  return [
    counted,
    ...peopleFinding(
      "people-without-login",
      [...retained].filter((id) => !known.has(id)),
    ),
    ...peopleFinding(
      "people-without-events",
      people.filter((id) => !retained.has(id)),
    ),
    ...aboutApps(reporting, people),
  ];
}

function aboutApps(reporting: ReadonlySet<string>, people: readonly string[]): readonly Finding[] {
  if (people.length === 0) return [];
  if (reporting.size === 0) return [{ level: "unknown", code: "apps-unknown" }];
  const missing = people.filter((id) => !reporting.has(id));
  if (missing.length > 0) return peopleFinding("apps-never-reported", missing);
  return [{ level: "ok", code: "apps-reported", people: people.length }];
}

/** How many apps are connected now. Nothing where the login does not work or a server does not answer. */
export async function aboutConnected(system: SystemLogin, people: number): Promise<readonly Finding[]> {
  const apps = await connectedApps(system).catch((error: unknown) => {
    if (!(error instanceof BrokerError)) throw error;
    return undefined;
  });
  return apps === undefined ? [] : [{ level: "ok", code: "apps-connected", apps, people }];
}

/** One request for each service, because an answer for all would soon be too large. */
async function peopleWithEvents(
  administrator: NatsConnection,
  catalog: Catalog,
): Promise<ReadonlySet<string>> {
  const retained = new Set<string>();
  for (const { id } of catalog) {
    for (const subject of await subjectsIn(administrator, APPROVALS_STREAM, `approvals.*.${tokenOf(id)}`)) {
      const parsed = parseApprovalsSubject(subject);
      if (parsed.ok) retained.add(parsed.value.user);
    }
  }
  return retained;
}
