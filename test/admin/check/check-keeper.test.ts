import { expect, test } from "vitest";
import { aboutKeeper, readKeeper } from "../../../main/admin/check/check-keeper.ts";
import { realBroker, SERVICE } from "../../nats/real-broker.ts";

test.each([
  [undefined, "bad", "keeper-unprepared"],
  [{ config: {}, num_pending: 3, num_ack_pending: 1 }, "bad", "keeper-missing"],
  [{ config: {}, num_waiting: 1, num_pending: 5_000 }, "warning", "keeper-behind"],
  [{ config: {}, num_waiting: 1 }, "ok", "keeper-ok"],
])("broker check - of the keeper it is found: %j is %s", (info, level, code) => {
  expect(readKeeper(info)).toMatchObject({ level, code });
});

test("broker check - whether a keeper works, and how many events wait without one", async () => {
  await using real = await realBroker({ withoutKeeper: true });
  const administrator = await real.asAdministrator();
  const about = () => aboutKeeper(administrator, ({ message }) => message);
  const writer = await real.asWriter();
  await writer.request(`intake.${SERVICE}`, "any");
  expect(await about()).toEqual({ level: "bad", code: "keeper-missing", waiting: 1 });
  real.startKeeper();
  await expect.poll(about).toMatchObject({ level: "ok", code: "keeper-ok" });
});
