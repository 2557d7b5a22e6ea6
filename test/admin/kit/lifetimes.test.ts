import { expect, test } from "vitest";
import { expiryOfPerson, PEOPLE_SECONDS, withExpiry } from "../../../main/admin/kit/lifetimes.ts";

const DAY = 86_400;
const NOW = 1_800_000_000;

test("lifetimes - of 10,000 people who get credentials on one day no day ends more than a twentieth", () => {
  const ends = Array.from({ length: 10_000 }, (_, number) =>
    expiryOfPerson(`person%2E${number}`, PEOPLE_SECONDS, NOW),
  );
  expect(Math.max(...ends)).toBeLessThanOrEqual(NOW + PEOPLE_SECONDS);
  expect(Math.min(...ends)).toBeGreaterThanOrEqual(NOW + (PEOPLE_SECONDS * 11) / 12 - 1);
  const days = new Map<number, number>();
  for (const end of ends) days.set(Math.floor(end / DAY), (days.get(Math.floor(end / DAY)) ?? 0) + 1);
  expect(days.size).toBeGreaterThan(29);
  expect(Math.max(...days.values())).toBeLessThan(500);
});

test("lifetimes - the same person's credentials always last equally long, and short ones are not shortened", () => {
  const lasting = (now: number) => expiryOfPerson("hong%2Egd", PEOPLE_SECONDS, now) - now;
  expect(lasting(NOW)).toBe(lasting(NOW + 123_456));
  expect(expiryOfPerson("hong%2Egd", 29 * DAY, NOW)).toBe(NOW + 29 * DAY);
});

test("lifetimes - by default people's JWTs end, and nothing else does", () => {
  const holders = [
    { role: "app", id: "hong.gd", token: "hong%2Egd" },
    { role: "writer", id: "hr-leave", token: "hr-leave" },
    { role: "keeper", id: "keeper", token: "keeper" },
  ] as const;
  const ends = (...rest: [Parameters<typeof withExpiry>[1], Parameters<typeof withExpiry>[2]]) =>
    withExpiry(holders, ...rest, NOW).map(({ expiresAt }) => expiresAt !== undefined);
  expect(ends("jwt", "default")).toEqual([true, false, false]);
  expect(ends("nkey", "default")).toEqual([false, false, false]);
  expect(ends("jwt", "unlimited")).toEqual([false, false, false]);
  const [, service] = withExpiry(holders, "jwt", { seconds: 90 * DAY }, NOW);
  expect(service?.expiresAt).toBe(NOW + 90 * DAY); // only people's are spread
});
