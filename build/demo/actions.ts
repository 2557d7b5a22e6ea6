import type { IncomingMessage, ServerResponse } from "node:http";
import type { Decision } from "./company.ts";
import { FAULTS, type Fault } from "./desk.ts";
import type { CompanyState, SystemState } from "./pages.ts";
import { SERVICE_IDS, type ServiceId, type SystemId } from "./services.ts";

/** State for the pages, and actions of their buttons. */
export interface Company {
  state(): CompanyState;
  request(system: SystemId): void;
  decide(system: SystemId, item: string, decision: Decision): void;
  burst(): void;
  /** Creates a request that is due in 20 minutes, or was due an hour ago. */
  requestDue(when: "soon" | "past"): void;
  sendFaulty(service: ServiceId, fault: Fault): void;
  /** Kills the part, or starts it again. */
  stop(part: "broker" | "server"): void;
  start(part: "broker" | "server"): void;
  present(isOn: boolean): void;
  /** Somebody joins the company, or leaves it. */
  join(): void;
  leave(id: string): void;
  /** Passes a request for the portal on to `alrimi server`. */
  passOn(request: IncomingMessage, response: ServerResponse): void;
  /** Lets pages ask the old system directly, or ends that. */
  crowd(isOn: boolean): void;
}

/**
 * Runs the action of a button.
 * @param at the service of the path, if there is one
 * @param path without the first slash
 * @returns the path to redirect to; undefined when there is no such button
 */
export function act(
  company: Company,
  at: SystemState | undefined,
  path: string,
  form: URLSearchParams,
): string | undefined {
  if (at !== undefined) return actAt(company, at.service.id, path, form);
  const action = actions[path];
  if (action === undefined) return undefined;
  action(company, form);
  return "/";
}

const actions: Readonly<Record<string, (company: Company, form: URLSearchParams) => void>> = {
  "burst/": (company) => company.burst(),
  "due/soon": (company) => company.requestDue("soon"),
  "due/past": (company) => company.requestDue("past"),
  "broker/stop": (company) => company.stop("broker"),
  "broker/start": (company) => company.start("broker"),
  "server/stop": (company) => company.stop("server"),
  "server/start": (company) => company.start("server"),
  "hr/join": (company) => company.join(),
  "hr/leave": (company, form) => company.leave(form.get("id") ?? ""),
  "old-pc/crowded": (company) => company.crowd(true),
  "old-pc/bridged": (company) => company.crowd(false),
  "presenting/on": (company) => company.present(true),
  "presenting/off": (company) => company.present(false),
};

function actAt(company: Company, id: SystemId, path: string, form: URLSearchParams): string | undefined {
  switch (path) {
    case `${id}/request`:
      company.request(id);
      return form.get("back") === "control" ? "/" : `/${id}`;
    case `${id}/faulty`: {
      const fault = FAULTS.find((each) => each === form.get("fault"));
      const service = SERVICE_IDS.find((each) => each === id);
      if (fault === undefined || service === undefined) return undefined;
      company.sendFaulty(service, fault);
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
