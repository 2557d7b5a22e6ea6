import type { Company } from "./actions.ts";
import type { DemoBroker } from "./broker.ts";
import type { Desk } from "./desk.ts";
import type { DesktopView } from "./desktop-view.ts";
import type { Hr } from "./hr.ts";
import type { Journal } from "./journal.ts";
import type { OldPc } from "./old-pc/old-pc.ts";
import type { DemoOptions } from "./options.ts";
import { drawRequest } from "./requests.ts";
import type { DemoServer } from "./server.ts";
import { type DemoSystem, OLD_PC, type ServiceId, SYSTEMS, type SystemId } from "./services.ts";
import { wordsIn } from "./words.ts";

const BURST = 50;
const MINUTE = 60_000;
/** Milliseconds from now to the deadline. */
const DUE = { soon: 20 * MINUTE, past: -60 * MINUTE } as const;
/** The service whose requests are due soon or late at a click. */
const WITH_DEADLINES: ServiceId = "e-approval";

/** The running parts. */
export interface Parts {
  readonly broker: DemoBroker;
  /** Undefined until it has started: its links need the address of the pages. */
  server?: DemoServer;
  readonly oldPc: OldPc;
  readonly hr: Hr;
  /** The proxy in front of the part `web`. */
  readonly passOn: Company["passOn"];
  readonly desks: ReadonlyMap<ServiceId, Desk>;
}

/** State and actions for the pages. */
export function companyOf(
  { user, language }: Pick<DemoOptions, "user" | "language">,
  parts: Parts,
  journal: Journal,
  view: DesktopView,
): Company {
  const text = wordsIn(language);
  const { broker, desks, oldPc, hr, passOn } = parts;
  const draw = (id: SystemId) => drawRequest(id, Math.random, Date.now());
  const at = (id: SystemId) => (id === OLD_PC.id ? oldPc : desks.get(id));
  const request = (id: SystemId): void => at(id)?.request(draw(id));
  const words = {
    broker: { up: () => text.brokerUp(broker.url), down: text.brokerDown, failed: text.brokerNotStarted },
    server: {
      up: () => text.serverUp(parts.server?.url() ?? ""),
      down: text.serverDown,
      failed: text.serverNotStarted,
    },
  };
  return {
    state: () => ({
      language,
      user,
      services: [...desks.values()].map(({ service, queue, progress, hasPrevious }) => ({
        ...{ service, queue, progress, hasPrevious },
      })),
      old: oldPc.state,
      hr: { people: hr.people, canJoin: hr.canJoin },
      broker: broker.power.state,
      server: parts.server?.power.state ?? "busy",
      isPresenting: view.isPresenting,
      picture: view.picture,
      journal: journal.entries,
    }),
    request,
    decide: (id, item, decision) => at(id)?.decide(item, decision),
    burst() {
      for (let sent = 0; sent < BURST; sent += 1) {
        const { id } = SYSTEMS[Math.floor(Math.random() * SYSTEMS.length)] as DemoSystem;
        request(id);
      }
    },
    requestDue(when) {
      desks.get(WITH_DEADLINES)?.request({ ...draw(WITH_DEADLINES), dueAt: Date.now() + DUE[when] });
    },
    sendFaulty: (id, fault) => void desks.get(id)?.sendFaulty(fault),
    async stop(part) {
      if (await parts[part]?.power.stop()) journal.tell(words[part].down);
    },
    async start(part) {
      try {
        if (await parts[part]?.power.start()) journal.tell(words[part].up());
      } catch (error) {
        journal.tell(words[part].failed(detailOf(error)));
      }
    },
    join: () => void hr.join(),
    leave: (id) => void hr.leave(id),
    passOn,
    async crowd(isOn) {
      await oldPc.crowd(isOn);
      journal.tell(text.oldPc.crowded(isOn));
    },
    async present(isOn) {
      try {
        await view.present(isOn);
        journal.tell(text.presenting(isOn));
      } catch (error) {
        journal.tell(text.presentingFailed(detailOf(error)));
      }
    },
  };
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
