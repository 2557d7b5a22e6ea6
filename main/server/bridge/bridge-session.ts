import { defined } from "../../contract/defined.ts";
import { parseEvent } from "../../contract/event.ts";
import { APPROVALS_STREAM } from "../../contract/streams.ts";
import { approvalsSubject, subjectToken } from "../../contract/subject.ts";
import { newestOf, storeBy } from "../../nats/answers.ts";
import { Lease } from "../lease.ts";
import type { PartBroker, StoppablePart } from "../server.ts";
import { Asker, type OldSystem } from "./ask.ts";
import { Bridge, type BridgeFault } from "./bridge.ts";
import { type BridgePart, hoursOf } from "./config.ts";

const ANSWER_MS = 4_000;

export interface BridgeSessionPorts {
  /** One answer of the old system. @param token the service's subject token */
  asked(token: string, result: "count" | BridgeFault): void;
  log(line: string): void;
}

/** One bridge over one connection. Of several servers, the one that holds its lease asks. */
export function startBridge(
  { answers, people, id }: PartBroker,
  part: BridgePart,
  system: OldSystem,
  ports: BridgeSessionPorts,
): StoppablePart {
  const { service } = part;
  const token = tokenOf(service);
  const name = `bridge.${token}`;
  const hours = hoursOf(part);
  let bridge: Bridge | undefined;
  const rest = async (): Promise<void> => {
    const stopped = bridge?.stop();
    bridge = undefined;
    await stopped;
  };
  const lease = new Lease(answers, {
    part: name,
    holder: id,
    now: () => performance.now(),
    acquired() {
      ports.log(`${name}: asks`);
      bridge = new Bridge(
        service,
        new Asker(system),
        part.count,
        { requestsPerMinute: part.requestsPerMinute, atOnce: part.atOnce, ...defined({ hours }) },
        {
          people: () => people.everybody,
          async retained(user) {
            const subject = approvalsSubject(user, service);
            if (!subject.ok) return undefined;
            const newest = await newestOf(answers, APPROVALS_STREAM, subject.value, ANSWER_MS);
            const event = newest === undefined ? undefined : parseEvent(subject.value, newest.data);
            return event?.ok === true ? event.value : undefined;
          },
          async publish(payload) {
            await storeBy(answers, `intake.${token}`, payload, ANSWER_MS);
          },
          asked: (result) => ports.asked(token, result),
          now: Date.now,
          log: ports.log,
        },
      );
    },
    lost: () => void rest(),
    log: ports.log,
  });
  return {
    async stop() {
      await rest();
      await lease.release();
    },
  };
}

function tokenOf(service: string): string {
  const token = subjectToken(service);
  if (!token.ok) throw new Error(token.detail); // the configuration has refused it
  return token.value;
}
