import { parseDocument } from "./document.ts";

/** Each keeper says here that it lives, and how long the oldest event waits. */
export const KEEPER_SUBJECT = "alrimi.keeper";

/** Milliseconds between two messages of a keeper. */
export const KEEPER_INTERVAL = 10_000;

/** Milliseconds without word of a working keeper after which counts may be late. A take-over takes 5 s. */
export const KEEPER_PATIENCE = 3.5 * KEEPER_INTERVAL;

/** What a keeper says of itself. */
export interface KeeperHeartbeat {
  /** A random id of this process. */
  readonly keeper: string;
  /** Whether this is the keeper that works. The others wait. */
  readonly isActive: boolean;
  /** Milliseconds for which the oldest event waits; 0 when none does. */
  readonly oldestWaiting: number;
  /** How many events wait. */
  readonly waiting: number;
}

export function formatKeeperHeartbeat(heartbeat: KeeperHeartbeat): string {
  const { keeper, isActive, oldestWaiting, waiting } = heartbeat;
  return JSON.stringify({ keeper, active: isActive, oldestWaiting, waiting });
}

const MAX_BYTES = 1024;

/** Reads the message of a keeper; undefined when it is none. Never throws. */
export function parseKeeperHeartbeat(payload: Uint8Array): KeeperHeartbeat | undefined {
  const document = parseDocument(payload, MAX_BYTES);
  if (!document.ok) return undefined;
  const { keeper, active, oldestWaiting, waiting } = document.value as Readonly<
    Record<"keeper" | "active" | "oldestWaiting" | "waiting", unknown>
  >;
  if (typeof keeper !== "string" || typeof active !== "boolean") return undefined;
  if (!isAmount(oldestWaiting) || !isAmount(waiting)) return undefined;
  return { keeper, isActive: active, oldestWaiting, waiting };
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
