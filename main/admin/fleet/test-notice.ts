import { randomBytes } from "node:crypto";
import {
  type FleetReport,
  formatTestNotice,
  parseFleetReport,
  type TestOutcome,
} from "../../contract/fleet.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { tokenOf } from "../../nats/permissions.ts";

/** Milliseconds: the longest time of a timer. Node ends a longer one at once. */
const LONGEST = 2 ** 31 - 1;
/** Milliseconds. Another PC of the same person may show what the first one to answer did not. */
const ANOTHER_PC = 3_000;

/** The answer of a person's app to a test notice. */
export type TestAnswer = { readonly outcome: "no-answer" } | (TestOutcome & { readonly report: FleetReport });

/**
 * Sends a test notice to one person's apps and waits for the answer. Of several PCs the one that showed it counts.
 * @param wait milliseconds
 * @throws {TypeError} (rejects) for a bad id @throws {BrokerError} (rejects)
 */
export async function sendTestNotice(
  connection: NatsConnection,
  user: string,
  wait: number,
): Promise<TestAnswer> {
  const token = tokenOf(user);
  const id = randomBytes(16).toString("hex");
  let answer: TestAnswer = { outcome: "no-answer" };
  return new Promise<TestAnswer>((resolve, reject) => {
    let timer = setTimeout(() => end(), Math.min(wait, LONGEST));
    const subscription = connection.subscribe(`fleet.${token}`, {
      callback(error, message) {
        if (error !== null) return end(new BrokerError("permission", `fleet.${token}`, error.message));
        // Only the person's own app knows the id, and only it may send to this subject.
        const parsed = parseFleetReport(message.data);
        if (!parsed.ok || parsed.value.test?.id !== id) return;
        const { id: _, ...outcome } = parsed.value.test;
        answer = { ...outcome, report: parsed.value };
        if (outcome.outcome === "shown") return end();
        clearTimeout(timer);
        timer = setTimeout(() => end(), Math.min(wait, ANOTHER_PC));
      },
    });
    function end(error?: BrokerError): void {
      clearTimeout(timer);
      subscription.unsubscribe();
      if (error === undefined) resolve(answer);
      else reject(error);
    }
    void connection.closed().then(() => end(new BrokerError("closed", `fleet.${token}`)));
    connection.flush().then(
      () => connection.publish(`alrimi.test.${token}`, formatTestNotice(id)),
      () => {}, // closed
    );
  });
}
