import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttp, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proxyCertificates, proxyTo } from "../../../build/demo/portal.ts";

test("demo portal - an address with another host does not lead the proxy there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-demo-"));
  await proxyCertificates(folder);
  let dialled = 0;
  const other = createServer((socket) => {
    dialled += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const proxy = createHttp(proxyTo(folder, "hong.gd", () => "https://127.0.0.1:9")).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const at = { host: "127.0.0.1", port: (proxy.address() as AddressInfo).port };
  const [answer] = await once(request({ ...at, path: `//127.0.0.1:${port}/v1/board` }).end(), "response");
  expect([answer.statusCode, dialled]).toEqual([502, 0]);
  proxy.close();
  other.close();
  await rm(folder, { recursive: true, force: true });
});
