import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatTestNotice } from "../../../main/contract/fleet.ts";
import { ADMINISTRATOR, type Broker, fill, KEEPER, ME, OTHER, WAYS } from "../../admin/kit/ways.ts";
import { Attacker, FORGED_HEADERS } from "./attacker.ts";
import { Victim } from "./victim.ts";

/** Another employee, who also stole the login of a service, cannot make an app show a test notice. */

const TARGET = "alrimi.test.hong%2Egd";
const NOTICE = formatTestNotice("0123456789abcdef0123456789abcdef");

describe.each(Object.entries(WAYS))("with %s credentials", (_way, start) => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await start();
    await fill(broker);
  });
  afterAll(() => broker?.dispose());

  test("fleet forgery - a stored message that looks like a test notice is refused, whatever its headers; the administrator's is taken", async () => {
    const heard: string[] = [];
    const fleet = {
      connected() {},
      lost() {},
      denied: () => void heard.push("denied"),
      heard: (payload: Uint8Array) => void heard.push(new TextDecoder().decode(payload)),
      stop() {},
    };
    const attacker = new Attacker(
      await broker.connect({ role: "app", id: OTHER }),
      await broker.connect(KEEPER),
    );
    const administrator = await broker.connect(ADMINISTRATOR);
    const victim = new Victim(broker.address({ role: "app", id: ME }), undefined, fleet);
    try {
      await expect.poll(() => victim.state).toBe("fresh");
      for (const headers of Object.values(FORGED_HEADERS)) {
        await attacker.store(NOTICE, headers);
        await attacker.send(TARGET);
      }
      administrator.publish(TARGET, NOTICE);
      await expect.poll(() => heard.length).toBeGreaterThan(0);
      expect(heard).toEqual([NOTICE]);
    } finally {
      await victim.stop();
      await attacker.close();
      await administrator.close();
    }
  });
});
