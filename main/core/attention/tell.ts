import type {
  Attention,
  Decision,
  DigestOccasion,
  HoldReason,
  Row,
  Silence,
  Surroundings,
} from "./attention.ts";
import { tellAt } from "./collecting.ts";
import { localDay } from "./hours.ts";
import { deadlineRows, digestDue, newsRows, overviewRows, reminderRows, stageOf } from "./rows.ts";
import { without } from "./without.ts";

const OCCASIONS: Readonly<Record<HoldReason, DigestOccasion>> = {
  "catching-up": "while-away",
  paused: "while-paused",
  "quiet-hours": "while-quiet",
  presenting: "while-presenting",
  locked: "while-locked",
};

/** Tells everything whose time has come; nothing silences it. */
export function tellAll(before: Attention, surroundings: Surroundings, decisions: Decision[]): Attention {
  const { isFresh, now } = surroundings;
  let attention = before;
  const isThere = !attention.presence.isLocked;
  // A count of before the connection was lost may be dealt with long ago.
  if (isFresh && !attention.catchingUp && isThere) {
    const near = deadlineRows(attention, surroundings);
    const [only] = near;
    const stage = only === undefined ? null : stageOf(only.dueAt, now);
    if (near.length === 1 && only !== undefined && stage !== null) {
      decisions.push({ kind: "deadline", stage, ...only });
      attention = asTold(attention, near, now);
    } else attention = tellDigest(attention, "deadline", near, now, decisions);

    const day = digestDue(attention, surroundings);
    if (day !== null) {
      attention = tellDigest(attention, day, overviewRows(attention, surroundings), now, decisions);
      attention = { ...attention, digestDays: { ...attention.digestDays, [day]: localDay(now) } };
    }
    attention = tellDigest(attention, "reminder", reminderRows(attention, surroundings), now, decisions);
  }
  const time = tellAt(attention);
  return time !== null && now >= time ? tellNews(attention, surroundings, decisions) : attention;
}

function tellNews(attention: Attention, surroundings: Surroundings, decisions: Decision[]): Attention {
  const rows = newsRows(attention, surroundings);
  const occasion = attention.heldBy === null ? "news" : OCCASIONS[attention.heldBy];
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) decisions.push({ kind: "notice", ...only });
  else if (rows.length > 1) decisions.push({ kind: "digest", occasion, rows });
  return {
    ...asTold(attention, rows, surroundings.now),
    collecting: null,
    heldBy: attention.catchingUp ? attention.heldBy : null,
  };
}

function tellDigest(
  attention: Attention,
  occasion: DigestOccasion,
  rows: readonly Row[],
  now: number,
  decisions: Decision[],
): Attention {
  if (rows.length === 0) return attention;
  decisions.push({ kind: "digest", occasion, rows });
  return asTold(attention, rows, now);
}

/** From now on the person knows of these. */
function asTold(attention: Attention, rows: readonly Row[], now: number): Attention {
  if (rows.length === 0) return attention;
  const told = new Map(attention.told);
  const deadlines = new Map(attention.deadlines);
  for (const { service, count, dueAt } of rows) {
    told.set(service, { count, at: now });
    const stage = dueAt === undefined ? null : stageOf(dueAt, now);
    if (dueAt !== undefined && stage !== null) deadlines.set(service, { dueAt, stage });
  }
  const services = rows.map(({ service }) => service);
  return { ...attention, told, deadlines, snoozed: without(attention.snoozed, services) };
}

/** A locked screen is told once that something waits, and again when more does. */
export function hint(
  attention: Attention,
  silence: Silence | null,
  surroundings: Surroundings,
  decisions: Decision[],
): Attention {
  if (silence?.reason !== "locked") {
    if (attention.hinted > 0) decisions.push({ kind: "withdraw-hint" });
    return attention.hinted > 0 ? { ...attention, hinted: 0 } : attention;
  }
  const time = tellAt(attention);
  if (time === null || surroundings.now < time) return attention;
  const risen = newsRows(attention, surroundings).reduce(
    (sum, { count, toldCount }) => sum + count - toldCount,
    0,
  );
  if (risen <= attention.hinted) return attention;
  decisions.push({ kind: "hint" });
  return { ...attention, hinted: risen };
}
