import { setImmediate as tick } from "node:timers/promises";
import type { NatsConnection } from "../../nats/connection.ts";

/**
 * The subjects that the broker refused during `act`. The broker answers in order, so every refusal arrives before the
 * PONG of the flush, and no timeout is needed.
 */
export async function refusals(connection: NatsConnection, act: () => void): Promise<readonly string[]> {
  const refused: string[] = [];
  const status = connection.status();
  const listening = (async () => {
    for await (const { type, permissionContext } of status) {
      if (type === "error" && permissionContext !== undefined) refused.push(permissionContext.subject);
    }
  })();
  act();
  await connection.flush();
  await tick(); // lets the loop above take the refusals from its queue
  if ("stop" in status && typeof status.stop === "function") status.stop(); // missing in the client's type
  await listening;
  return refused;
}

/** Whether this login may subscribe to a subject. Messages that arrive are ignored. */
export async function mayListen(connection: NatsConnection, subject: string): Promise<boolean> {
  let undo: (() => void) | undefined;
  const refused = await refusals(connection, () => {
    const subscription = connection.subscribe(subject, { callback: () => {} });
    undo = () => subscription.unsubscribe();
  });
  if (refused.length === 0) undo?.();
  return refused.length === 0;
}
