import { expect, test } from "vitest";
import {
  formatFleetReport,
  MAX_FLEET_BYTES,
  parseFleetReport,
  parseTestNotice,
} from "../../main/contract/fleet.ts";
import { run, showBytes } from "./campaign.ts";
import type { Chance } from "./chance.ts";
import { type Members, mutateBytes, mutateMembers, textOf } from "./mutate.ts";

/** Reports come from any employee's login, and end on the administrator's terminal. */

const ID = '"0123456789abcdef0123456789abcdef"';
const MEMBERS: Members = [
  ["version", '"0.1.0"'],
  ["platform", '"win32"'],
  ["arch", '"x64"'],
  ["installation", ID],
  ["connection", '"fresh"'],
  ["since", '"2026-11-28T09:00:00.000Z"'],
  ["lastContactAt", "null"],
  ["notifications", '"shown"'],
  ["tray", '"there"'],
  ["at", '"2026-11-28T10:00:00+09:00"'],
];
const TEST: Members = [
  ["id", ID],
  ["outcome", '"held"'],
  ["reason", '"locked"'],
];

function payload(chance: Chance): Uint8Array {
  const test = chance.oneIn(2) ? textOf(chance, mutateMembers(chance, TEST)) : textOf(chance, TEST);
  const members: Members = chance.oneIn(2) ? [...MEMBERS, ["test", test]] : MEMBERS;
  const bytes = Buffer.from(textOf(chance, chance.oneIn(3) ? members : mutateMembers(chance, members)));
  return chance.oneIn(4) ? mutateBytes(chance, bytes) : bytes;
}

test("fuzz - an accepted report is printable ASCII of a bounded size, and is read as it is written", () => {
  const accepted = run<Uint8Array>({
    title: "reports of the fleet",
    generate: payload,
    check(bytes) {
      parseTestNotice(bytes);
      const parsed = parseFleetReport(bytes);
      if (!parsed.ok) {
        if (!/^[\x20-\x7e]*$/.test(parsed.detail)) throw new Error(`the detail is ${parsed.detail}`);
        return false;
      }
      const text = formatFleetReport(parsed.value);
      if (!/^[\x20-\x7e]*$/.test(text)) throw new Error("accepted with other characters");
      if (text.length > MAX_FLEET_BYTES) throw new Error("larger than it may be");
      const again = parseFleetReport(Buffer.from(text));
      if (!again.ok || JSON.stringify(again.value) !== JSON.stringify(parsed.value)) {
        throw new Error("not read as it was written");
      }
      return true;
    },
    show: showBytes,
  });
  expect(accepted).toBeGreaterThan(0.1);
});
