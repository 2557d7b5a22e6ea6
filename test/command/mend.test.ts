import { afterAll, beforeAll, expect, test } from "vitest";
import { putCatalog, readCatalog } from "../../main/admin/catalog.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { bytesOf } from "../contract/events.ts";
import { OTHER_SERVICE, type RealBroker, realBroker, SERVICE, USER } from "../nats/real-broker.ts";
import { runHere } from "./run-here.ts";

let real: RealBroker;
beforeAll(async () => {
  real = await realBroker();
});
afterAll(() => real.dispose());

const FILE = bytesOf({ services: [{ id: SERVICE, name: { en: "Leave" }, colour: "kept" }] });

function alrimi(...args: string[]) {
  return runHere(args, {
    LC_ALL: "C",
    ALRIMI_SERVERS: real.broker.url,
    ALRIMI_USERNAME: "admin",
    ALRIMI_PASSWORD: "admin-password",
  });
}

test("services restart - a count with the largest place is replaced by the service's next one, and stays so", async () => {
  const administrator = await real.asAdministrator();
  expect(await alrimi("services", "restart", SERVICE)).toMatchObject({
    code: 1,
    err: expect.stringContaining("no catalog"),
  });
  await putCatalog(administrator, FILE);
  const publisher = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  const send = (count: number, more: object = {}) =>
    publisher.publish({ user: USER, service: SERVICE, count, ...more });
  await send(999, { epoch: 2 ** 31 - 1, sequence: "9223372036854775807" });
  expect(await send(3)).toMatchObject({ outcome: "older", reason: "sequence-went-back" });
  expect(await alrimi("services", "restart", "no-such")).toMatchObject({
    code: 1,
    err: expect.stringContaining(SERVICE),
  });
  expect(await alrimi("services", "restart", SERVICE.toUpperCase())).toMatchObject({
    code: 0,
    out: expect.stringContaining("generation 1"),
  });
  await expect.poll(async () => (await send(3)).outcome).toBe("kept");
  // The administrator's file does not know of it, and must not undo it.
  await putCatalog(administrator, FILE);
  expect(await readCatalog(administrator)).toMatchObject({ catalog: [{ id: SERVICE, generation: 1 }] });
  const raw = await directGet(administrator, "CATALOG", "catalog.services");
  expect(new TextDecoder().decode(raw?.data)).toContain('"colour":"kept"');
  expect(await alrimi("services", "restart", SERVICE, "--json")).toMatchObject({
    out: expect.stringContaining('"generation":2'),
  });
  await expect.poll(async () => (await send(4)).outcome).toBe("kept");
});

test("users forget - what is retained of a person is gone, of nobody else, and without being read", async () => {
  const publisher = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  for (const user of [USER, "kim.ys"]) await publisher.publish({ user, service: SERVICE, count: 2 });
  expect(await alrimi("users", "forget", USER)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`Removed for ${USER}: 1 count, 0 reports.`),
  });
  const keeper = await real.asKeeper();
  expect(await directGet(keeper, "APPROVALS", `approvals.hong%2Egd.${SERVICE}`)).toBeUndefined();
  expect(await directGet(keeper, "APPROVALS", `approvals.kim%2Eys.${SERVICE}`)).toBeDefined();
  // Somebody with the same id who comes later begins anew.
  expect(await publisher.publish({ user: USER, service: SERVICE, count: 1 })).toMatchObject({
    outcome: "kept",
  });
  expect(await alrimi("users", "forget", "")).toMatchObject({ code: 1 });
});

test("services forget - what is retained of a service is gone, of all people, and of no other service", async () => {
  const send = async (service: string, user: string) => {
    const publisher = createPublisher(await real.asWriter(service), { outcomeMs: 60_000 });
    await publisher.publish({ user, service, count: 2 });
  };
  for (const user of ["made.up", "made-up-too"]) await send(SERVICE, user);
  await send(OTHER_SERVICE, USER);
  expect(await alrimi("services", "forget", SERVICE.toUpperCase())).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Removed for hr-leave: [2-9] counts\./),
  });
  const keeper = await real.asKeeper();
  expect(await directGet(keeper, "APPROVALS", `approvals.made-up-too.${SERVICE}`)).toBeUndefined();
  expect(await directGet(keeper, "APPROVALS", `approvals.hong%2Egd.${OTHER_SERVICE}`)).toBeDefined();
});
