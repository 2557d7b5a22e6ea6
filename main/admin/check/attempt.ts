import { setImmediate as tick } from "node:timers/promises";
import type { NatsConnection } from "../../nats/connection.ts";

/**
 * The subjects that the broker refused while `act` was done. It answers in order, so with the pong every refusal is
 * there, and no time has to be waited for.
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
  await tick(); // the refusals are read; the loop above takes them from its queue
  if ("stop" in status && typeof status.stop === "function") status.stop(); // not in the type, but there
  await listening;
  return refused;
}

/** Whether the broker lets this login listen to a subject. Nothing that arrives is looked at. */
export async function mayListen(connection: NatsConnection, subject: string): Promise<boolean> {
  let undo: (() => void) | undefined;
  const refused = await refusals(connection, () => {
    const subscription = connection.subscribe(subject, { callback: () => {} });
    undo = () => subscription.unsubscribe();
  });
  if (refused.length === 0) undo?.();
  return refused.length === 0;
}
