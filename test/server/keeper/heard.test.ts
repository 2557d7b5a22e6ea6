import { expect, test } from "vitest";
import { formatHeard, parseHeard } from "../../../main/contract/service-heard.ts";
import { Heard } from "../../../main/server/keeper/heard.ts";

const START = Date.parse("2026-11-28T00:00:00Z");

test("heard - of each service one note a minute, whatever it sends", () => {
  let now = START;
  const noted: string[] = [];
  const heard = new Heard({
    now: () => now,
    publish: (subject, payload) => noted.push(`${subject} ${payload}`),
  });
  for (let second = 0; second < 150; second += 1) {
    heard.kept("hr-leave");
    if (second === 30) heard.kept("mail");
    now += 1_000;
  }
  expect(noted).toEqual([
    'server.heard.hr-leave {"at":"2026-11-28T00:00:00.000Z"}',
    'server.heard.mail {"at":"2026-11-28T00:00:30.000Z"}',
    'server.heard.hr-leave {"at":"2026-11-28T00:01:00.000Z"}',
    'server.heard.hr-leave {"at":"2026-11-28T00:02:00.000Z"}',
  ]);
  now = START - 3_600_000; // the clock was set back
  heard.kept("mail");
  expect(noted).toHaveLength(5);
});

test("heard - what is no note is none", () => {
  expect(parseHeard(Buffer.from(formatHeard(START)))).toBe(START);
  for (const text of ["", "{}", "[]", '{"at":1}', '{"at":"soon"}', "x".repeat(2_000)])
    expect(parseHeard(Buffer.from(text))).toBeUndefined();
});
