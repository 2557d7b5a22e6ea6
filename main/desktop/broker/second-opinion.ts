import { parseEvent } from "../../core/event.ts";
import { compareAge } from "../../core/ledger.ts";
import { patientGet } from "./patient-get.ts";
import type { Dial, Link, Reply } from "./transport.ts";

/** Milliseconds for one answer. */
const GET_TIMEOUT = 5_000;
/** Milliseconds that a copy may be behind another in a cluster that works. */
const LAG = 2_000;

/** What another server says about the one that an app is connected to. */
export type Opinion =
  /** It holds nothing newer, or could not say. */
  | { readonly kind: "agrees" }
  /** No other server answers. */
  | { readonly kind: "alone" }
  /** It holds something newer: here is the connection to it, for whoever wants to change over. */
  | { readonly kind: "newer"; readonly link: Link };

export interface OpinionPorts {
  /** Dials another server than `mine`; that one too when no other answers. */
  readonly dial: () => ReturnType<Dial>;
  /** Is given everything that was read. */
  readonly event: (subject: string, payload: Uint8Array) => void;
  /** Calls back after so many milliseconds; returns the undo. */
  readonly after: (delay: number, callback: () => void) => () => void;
}

/**
 * Asks another server for the same events. A direct get is answered by the copy that is nearest, and a server that is
 * cut off from the others goes on to answer, as surely as ever, from what it held then (seen on nats-server 2.9.10).
 */
export async function secondOpinion(
  mine: Link,
  subjects: readonly string[],
  { dial, event, after }: OpinionPorts,
): Promise<Opinion> {
  const dialled = await dial();
  if (!dialled.ok) return { kind: dialled.failure.kind === "lost" ? "alone" : "agrees" };
  const { link } = dialled;
  if (link.server === mine.server) {
    await link.close();
    return { kind: "alone" };
  }
  const ask = async (from: Link, subject: string): Promise<Reply> => {
    const reply = await patientGet(from, "APPROVALS", subject, GET_TIMEOUT, after);
    if (reply.kind === "message") event(reply.subject, reply.payload);
    return reply;
  };
  const areOlder = await Promise.all(
    subjects.map(async (subject) => {
      // Mine is asked last, so what is stored meanwhile does not make it look older.
      const theirs = await ask(link, subject);
      if (!isOlder(await ask(mine, subject), theirs)) return false;
      await new Promise<void>((resolve) => after(LAG, resolve));
      return isOlder(await ask(mine, subject), theirs);
    }),
  );
  if (areOlder.includes(true)) return { kind: "newer", link };
  await link.close();
  return { kind: "agrees" };
}

/** Whether an answer is older than another; one that did not come says nothing. */
function isOlder(mine: Reply, theirs: Reply): boolean {
  if (theirs.kind !== "message") return false;
  if (mine.kind !== "message") return mine.kind === "none";
  const held = parseEvent(mine.subject, mine.payload);
  const newer = parseEvent(theirs.subject, theirs.payload);
  return held.ok && newer.ok && compareAge(held.value, newer.value) < 0;
}
