import { expect, test } from "vitest";
import { lookupWithin } from "../../main/nats/name-lookup.ts";

test("lookup - what is answered in time is taken; a failure is the lookup's own", async () => {
  expect(await lookupWithin(60_000, async () => ["10.0.0.1", "10.0.0.2"])("broker")).toEqual([
    "10.0.0.1",
    "10.0.0.2",
  ]);
  await expect(lookupWithin(60_000, () => Promise.reject(new Error("no")))("broker")).rejects.toThrow("no");
});

test("lookup - after its time the name stands for itself", async () => {
  expect(await lookupWithin(1, () => new Promise(() => {}))("broker.example.com")).toEqual([
    "broker.example.com",
  ]);
});
