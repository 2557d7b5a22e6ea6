import { expect, test } from "vitest";
import { type ApprovalEvent, formatEvent, parseEvent } from "../../main/contract/event.ts";
import { run, showBytes } from "./campaign.ts";
import type { Chance } from "./chance.ts";
import { contracted } from "./event-contract.ts";
import { MEAN_VALUES } from "./mean-values.ts";
import { type Members, mutateBytes, mutateMembers, textOf } from "./mutate.ts";

interface Message {
  readonly subject: string;
  readonly payload: Uint8Array;
}

const IDS: readonly (readonly [id: string, token: string])[] = [
  ["hong.gd", "hong%2Egd"],
  ["hr-leave", "hr-leave"],
  ["*", "%2A"],
  ["전자결재", "%EC%A0%84%EC%9E%90%EA%B2%B0%EC%9E%AC"],
  ["__proto__", "__proto__"],
];

const SUBJECTS = [
  "approvals.*.>",
  "approvals.hong%2egd.mail",
  "approvals..mail",
  "approvals.a.b.c",
  "",
  "approvals",
];

function message(chance: Chance): Message {
  const [user, userToken] = chance.pick(IDS);
  const [service, serviceToken] = chance.pick(IDS);
  const members: Members = [
    ["service", JSON.stringify(chance.oneIn(5) ? service.toUpperCase().normalize("NFD") : service)],
    ["user", JSON.stringify(user)],
    ["count", String(chance.below(chance.pick([2, 100, 1_000_001])))],
    ["occurredAt", '"2026-11-22T14:00:00+09:00"'],
    [
      "sequence",
      chance.oneIn(3) ? `"${chance.below(2 ** 31)}${chance.below(2 ** 31)}"` : String(chance.below(2 ** 31)),
    ],
    ...(chance.oneIn(3) ? [["epoch", String(chance.below(5))] as [string, string]] : []),
    ...["dueAt", "oldestAt", "dueToday", "overdue", "unsureSince", "generation"].flatMap((name) =>
      chance.oneIn(9) ? [[name, chance.pick([...MEAN_VALUES, "0", "1"])] as [string, string]] : [],
    ),
  ];
  const subject = chance.oneIn(20) ? chance.pick(SUBJECTS) : `approvals.${userToken}.${serviceToken}`;
  const text = textOf(chance, mutateMembers(chance, members));
  return { subject, payload: mutateBytes(chance, Buffer.from(text)) };
}

test("fuzz - of every message the app accepts exactly what the contract allows, and reads the same in it", () => {
  const reasons = new Map<string, number>();
  const accepted = run<Message>({
    title: "events",
    generate: message,
    check: ({ subject, payload }) => {
      const parsed = parseEvent(subject, payload);
      const reason = parsed.ok ? "accepted" : parsed.reason;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      const allowed = contracted(subject, payload);
      if (!parsed.ok) {
        if (allowed !== undefined) throw new Error(`refused as ${parsed.reason} (${parsed.detail})`);
        return false;
      }
      if (allowed === undefined) throw new Error("accepted, against the contract");
      mustEqual(parsed.value, allowed);
      const again = parseEvent(subject, Buffer.from(formatEvent(parsed.value)));
      if (!again.ok) throw new Error(`cannot be written and read back: ${again.detail}`);
      mustEqual(again.value, parsed.value);
      return true;
    },
    show: ({ subject, payload }) => `${subject} ${showBytes(payload)}`,
  });
  expect(accepted).toBeGreaterThan(0.1);
  // Every way to be refused was met: the campaign looks into every corner.
  expect([...reasons.keys()].sort()).toEqual([
    "accepted",
    "bad-count",
    "bad-due-count",
    "bad-due-time",
    "bad-epoch",
    "bad-generation",
    "bad-oldest-time",
    "bad-sequence",
    "bad-subject",
    "bad-time",
    "bad-unsure-time",
    "epoch-unsafe",
    "not-an-object",
    "not-json",
    "not-utf8",
    "sequence-unsafe",
    "service-mismatch",
    "too-large",
    "user-mismatch",
  ]);
});

test("fuzz - bytes without any sense are refused", () => {
  run<Uint8Array>({
    title: "random bytes",
    share: 0.2,
    generate: (chance) => Uint8Array.from({ length: chance.below(64) }, () => chance.below(256)),
    check: (payload) => {
      const parsed = parseEvent("approvals.hong%2Egd.mail", payload);
      if (parsed.ok) throw new Error("accepted");
      return false;
    },
    show: showBytes,
  });
});

/** Quicker than `expect` a million times, and it tells -0 from 0. */
function mustEqual(event: ApprovalEvent, wanted: Omit<ApprovalEvent, never>): void {
  for (const key of [
    "user",
    "service",
    "count",
    "occurredAt",
    "sequence",
    "epoch",
    "generation",
    "dueAt",
    "oldestAt",
    "dueToday",
    "overdue",
    "unsureSince",
  ] as const) {
    if (!Object.is(event[key], wanted[key])) {
      throw new Error(`${key} is ${String(event[key])}, the contract reads ${String(wanted[key])}`);
    }
  }
}
