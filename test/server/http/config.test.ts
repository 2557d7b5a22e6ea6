import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readServerConfig } from "../../../main/server/config.ts";

const folder = mkdtempSync(join(tmpdir(), "alrimi-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(http: unknown) {
  const file = join(folder, "server.json");
  const credentials = { credsFile: "keeper.creds" };
  writeFileSync(file, JSON.stringify({ servers: ["tls://broker"], credentials, parts: { http } }));
  return readServerConfig(file).parts;
}

test("config - without the part there is no HTTP", () => {
  expect(read(undefined)).toEqual({ keeper: true });
});

test("config - HTTP listens on this computer alone, unless it is told otherwise", () => {
  expect(read({ tokensFile: "tokens.json" })).toEqual({
    keeper: true,
    http: {
      host: "127.0.0.1",
      port: 8080,
      maxRequestsPerSecond: 1_000,
      tokensFile: join(folder, "tokens.json"),
    },
  });
});

test("config - the guide's example is read, with paths beside the file", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../build/writers/README.md"), "utf8");
  const [, example = "{}"] = /^## HTTP$.*?^```json\n(.*?)^```$/ms.exec(guide) ?? [];
  expect(read((JSON.parse(example) as { http: unknown }).http).http).toMatchObject({
    host: "0.0.0.0",
    certFile: join(folder, "server.pem"),
    keyFile: join(folder, "server-key.pem"),
  });
});

test("config - the connections of one address are as many as the file says", () => {
  const { http } = read({ tokensFile: "tokens.json", maxConnectionsPerAddress: 1_000 });
  expect(http?.maxConnectionsPerAddress).toBe(1_000);
});

test.each([
  [{}, "parts.http.tokensFile"],
  [{ tokensFile: "t", certFile: "c" }, '"certFile" and "keyFile" belong together'],
  [{ tokensFile: "t", port: 70_000 }, "parts.http.port"],
  [{ tokensFile: "t", maxRequestsPerSecond: 0 }, "parts.http.maxRequestsPerSecond"],
  [{ tokensFile: "t", maxConnectionsPerAddress: 0 }, "parts.http.maxConnectionsPerAddress"],
  [{ tokensFile: "t", tokenFile: "t" }, "parts.http.tokenFile"],
])("config - %j is an error that names the key", (http, named) => {
  expect(() => read(http)).toThrow(named);
});
