import { createServer } from "node:http";
import { type AddressInfo, createConnection, Socket } from "node:net";
import { expect, test } from "vitest";
import { connectAgain } from "../../main/nats/connect-again.ts";

test("connect - one that the system keeps waiting is begun anew, and the old one is ended", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  const begun: Socket[] = [];
  const { connected, stop } = connectAgain(() => {
    const socket =
      begun.length < 2 ? new Socket() : createConnection((server.address() as AddressInfo).port, "127.0.0.1");
    begun.push(socket);
    return socket;
  }, 20);
  expect(await connected).toBe(begun[2]);
  expect(begun.map(({ destroyed }) => destroyed)).toEqual([true, true, false]);
  stop();
  expect(begun[2]?.destroyed).toBe(true);
  server.close();
});

test("connect - one that is stopped begins no more, and rejects", async () => {
  let begun = 0;
  const { connected, stop } = connectAgain(() => {
    begun++;
    return new Socket();
  }, 20);
  stop();
  await expect(connected).rejects.toBeUndefined();
  expect(begun).toBe(1);
});
