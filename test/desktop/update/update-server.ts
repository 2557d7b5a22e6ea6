import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { publicHalf, writeUpdateChannel } from "../../../build/package/update-channel.ts";
import { authority } from "../broker/tls-broker.ts";

export const CHANNEL = "latest-linux.yml";

/** The company's update server: files of a folder over HTTPS, with a certificate of the company's own authority. */
export interface UpdateServer {
  readonly url: string;
  readonly caFile: string;
  readonly publicKey: string;
  /** The private key as PEM. */
  readonly keyFile: string;
  /** Folder of the files. */
  readonly files: string;
  /** The paths that were asked for. */
  readonly asked: string[];
  /** Answers in place of the files; the test ends the answer, or not. Undefined again serves the files. */
  answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  /** Puts a version there, and signs it. */
  publish(version: string, archive: Buffer, more?: readonly string[], key?: KeyObject): Promise<string>;
  close(): Promise<void>;
}

export async function startUpdateServer(folder: string): Promise<UpdateServer> {
  await authority(join(folder, "ca"));
  const files = join(folder, "files");
  await mkdir(files);
  const { privateKey } = generateKeyPairSync("ed25519");
  const keyFile = join(folder, "update-key.pem");
  await writeFile(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  const own = (name: string) => readFileSync(join(folder, "ca/server", name));
  const server = createServer(
    { cert: own("server.pem"), key: own("server-key.pem") },
    (request, response) => {
      started.asked.push(request.url ?? "");
      if (started.answer?.(request, response)) return;
      readFile(join(files, basename(request.url ?? ""))).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const started: UpdateServer = {
    url: `https://127.0.0.1:${port}/alrimi`,
    caFile: join(folder, "ca/ca.pem"),
    publicKey: publicHalf(privateKey),
    keyFile,
    files,
    asked: [],
    answer: undefined,
    async publish(version, archive, more, key = privateKey) {
      const file = join(files, `alrimi-${version}.tar.gz`);
      await writeFile(file, archive);
      await writeUpdateChannel(file, version, "x64", key, more);
      return file;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return started;
}
