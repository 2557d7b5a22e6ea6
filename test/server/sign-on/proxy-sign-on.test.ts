import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trialCertificates } from "../../../main/admin/kit/certificates.ts";
import { accept } from "../../../main/contract/result.ts";
import { startWeb, type WebServer } from "../../../main/server/web/web.ts";

const folder = mkdtempSync(join(tmpdir(), "alrimi-proxy-"));
const own = join(folder, "own");
const other = join(folder, "other");
const lines: string[] = [];
let server: WebServer;

beforeAll(async () => {
  await trialCertificates(own, [
    { name: "server", host: "127.0.0.1" },
    { name: "proxy", host: "proxy.example.com" },
    { name: "person", host: "pc-17.example.com" },
  ]);
  await trialCertificates(other, [{ name: "proxy", host: "proxy.example.com" }]);
  server = await startWeb(
    {
      ...{ host: "127.0.0.1", port: 0, url: "https://alrimi.example.com" },
      certFile: join(own, "server/server.pem"),
      keyFile: join(own, "server/server-key.pem"),
      signOn: {
        proxy: { header: "x-remote-user", caFile: join(own, "ca.pem"), names: ["proxy.example.com"] },
      },
    },
    {
      server: { isDirectoryRead: true, personOf: accept },
      async addPages(app, signOn) {
        app.get("/me", async (request, reply) => {
          const who = await signOn.personOf(request);
          return who.ok ? { person: who.value.person } : signOn.start(reply, request.url);
        });
      },
      log: (line) => lines.push(line),
    },
  );
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** @param certificate a folder and a name in it */
function ask(
  headers: Readonly<Record<string, string | string[]>>,
  certificate?: readonly [folder: string, name: string],
): Promise<Answer> {
  const files =
    certificate === undefined
      ? {}
      : {
          cert: readFileSync(join(...certificate, "server.pem")),
          key: readFileSync(join(...certificate, "server-key.pem")),
        };
  const options = { ...files, headers, ca: readFileSync(join(own, "ca.pem")), agent: false } as const;
  return new Promise((resolve, reject) => {
    request(`${server.url}/me`, options, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    })
      .on("error", reject)
      .end();
  });
}

const mine = { "x-remote-user": "Hong.GD" };

test("proxy - the person is the one whom the proxy names over its certificate", async () => {
  expect(await ask(mine, [own, "proxy"])).toEqual({ status: 200, body: '{"person":"hong.gd"}' });
});

test("proxy - without a certificate, or with one of another authority, no request is read", async () => {
  await expect(ask(mine)).rejects.toThrow();
  await expect(ask(mine, [other, "proxy"])).rejects.toThrow();
});

test("proxy - another certificate of the same authority names nobody", async () => {
  expect(await ask(mine, [own, "person"])).toMatchObject({ status: 401 });
});

test.each([
  ["no header", {}],
  ["an empty one", { "x-remote-user": "" }],
  ["two of them", { "x-remote-user": ["kim.ys", "hong.gd"] }],
  ["two of them in other letters", { "x-remote-user": "kim.ys", "X-Remote-User ": "hong.gd" }],
])("proxy - %s names nobody", async (_title, headers) => {
  const answer = await ask(headers, [own, "proxy"]).catch(() => undefined);
  expect(answer?.status).not.toBe(200);
});

test("proxy - after the server's own certificate was renewed the proxy's is still demanded", async () => {
  await trialCertificates(join(folder, "new"), [{ name: "server", host: "127.0.0.1" }]);
  for (const file of ["server.pem", "server-key.pem"]) {
    copyFileSync(join(folder, "new/server", file), join(own, "server", file));
  }
  await expect.poll(() => lines.join()).toContain("the certificate was read again");
  copyFileSync(join(folder, "new/ca.pem"), join(own, "ca.pem"));
  await expect(ask(mine)).rejects.toThrow();
  await expect(ask(mine, [other, "proxy"])).rejects.toThrow();
  expect(await ask(mine, [own, "proxy"])).toMatchObject({ status: 200 });
});
