import type { Decision } from "./company.ts";
import { FAULTS, type Fault } from "./desk.ts";
import type { CompanyState, ServiceState } from "./pages.ts";
import type { ServiceId } from "./services.ts";

/** State for the pages, and actions of their buttons. */
export interface Company {
  state(): CompanyState;
  request(service: ServiceId): void;
  decide(service: ServiceId, item: string, decision: Decision): void;
  burst(): void;
  /** Creates a request that is due in 20 minutes, or was due an hour ago. */
  requestDue(when: "soon" | "past"): void;
  sendFaulty(service: ServiceId, fault: Fault): void;
  /** Kills the part, or starts it again. */
  stop(part: "broker" | "server"): void;
  start(part: "broker" | "server"): void;
  present(isOn: boolean): void;
}

/**
 * Runs the action of a button.
 * @param at the service of the path, if there is one
 * @param path without the first slash
 * @returns the path to redirect to; undefined when there is no such button
 */
export function act(
  company: Company,
  at: ServiceState | undefined,
  path: string,
  form: URLSearchParams,
): string | undefined {
  if (at !== undefined) return actAt(company, at.service.id, path, form);
  const action = actions[path];
  if (action === undefined) return undefined;
  action(company);
  return "/";
}

const actions: Readonly<Record<string, (company: Company) => void>> = {
  "burst/": (company) => company.burst(),
  "due/soon": (company) => company.requestDue("soon"),
  "due/past": (company) => company.requestDue("past"),
  "broker/stop": (company) => company.stop("broker"),
  "broker/start": (company) => company.start("broker"),
  "server/stop": (company) => company.stop("server"),
  "server/start": (company) => company.start("server"),
  "presenting/on": (company) => company.present(true),
  "presenting/off": (company) => company.present(false),
};

function actAt(company: Company, id: ServiceId, path: string, form: URLSearchParams): string | undefined {
  switch (path) {
    case `${id}/request`:
      company.request(id);
      return form.get("back") === "control" ? "/" : `/${id}`;
    case `${id}/faulty`: {
      const fault = FAULTS.find((each) => each === form.get("fault"));
      if (fault === undefined) return undefined;
      company.sendFaulty(id, fault);
      return "/";
    }
    case `${id}/decide`: {
      const decision = form.get("decision");
      if (decision !== "approve" && decision !== "reject") return undefined;
      company.decide(id, form.get("item") ?? "", decision);
      return `/${id}`;
    }
    default:
      return undefined;
  }
}
