import { expect, test } from "vitest";
import {
  formatPeopleEvent,
  hrRecordSubject,
  idsIn,
  MAX_PEOPLE_EVENT_BYTES,
  parsePeopleEvent,
} from "../../main/contract/people-event.ts";
import { run, showBytes } from "./campaign.ts";
import type { Chance } from "./chance.ts";
import { type Members, mutateBytes, mutateMembers, textOf } from "./mutate.ts";

/** HR's events come from one login, and change who is there. */

const MEMBERS: Members = [
  ["type", '"people.renamed"'],
  ["user", '"hong.gd"'],
  ["to", '"홍길동"'],
  ["aliases", '["100234","gildong"]'],
  ["occurredAt", '"2026-11-28T09:00:00+09:00"'],
  ["sequence", "17"],
  ["epoch", "1"],
];

function payload(chance: Chance): Uint8Array {
  const bytes = Buffer.from(textOf(chance, chance.oneIn(3) ? MEMBERS : mutateMembers(chance, MEMBERS)));
  return chance.oneIn(4) ? mutateBytes(chance, bytes) : bytes;
}

test("fuzz - an accepted event of HR has subjects of one token, is bounded, and is read as it is written", () => {
  const accepted = run<Uint8Array>({
    title: "people events",
    generate: payload,
    check(bytes) {
      const parsed = parsePeopleEvent(bytes);
      if (!parsed.ok) {
        if (/[\n\r]/.test(parsed.detail)) throw new Error(`the detail is ${parsed.detail}`);
        return false;
      }
      for (const id of idsIn(parsed.value)) {
        const subject = hrRecordSubject(id);
        if (!subject.ok || !/^people\.hr\.[\w%-]+$/.test(subject.value))
          throw new Error(`no subject for ${id}`);
      }
      const text = formatPeopleEvent(parsed.value);
      if (Buffer.byteLength(text) > MAX_PEOPLE_EVENT_BYTES) throw new Error("larger than it may be");
      const again = parsePeopleEvent(Buffer.from(text));
      if (!again.ok || formatPeopleEvent(again.value) !== text) throw new Error("not read as it was written");
      return true;
    },
    show: showBytes,
  });
  expect(accepted).toBeGreaterThan(0.1);
});
