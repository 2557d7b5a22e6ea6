import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accept } from "../../../main/contract/result.ts";
import { instance } from "../../../main/server/http/instance.ts";
import { addLimits } from "../../../main/server/limits.ts";
import { addPortalPages } from "../../../main/server/portal/pages.ts";
import { Streams } from "../../../main/server/portal/streams.ts";

let app: FastifyInstance;
let streams: Streams;
const watched = new Set<() => void>();
let board: object = {};

beforeEach(async () => {
  const boards = {
    watch: (_person: string, redraw: () => void) => {
      watched.add(redraw);
      return () => watched.delete(redraw);
    },
    view: () => board as never,
    asOf: () => "12:00 기준",
    read: async () => {},
  };
  app = instance({ elsewhere: "" }, { answered: () => {}, refused: () => {}, log: () => {} });
  streams = new Streams(
    { maxStreams: 100, maxStreamsPerPerson: 16 },
    { boards, isKnown: () => true, now: Date.now },
  );
  await addLimits(app);
  addPortalPages(app, {
    signOn: { personOf: async () => accept({ person: "hong.gd", until: Date.now() + 3_600_000 }) } as never,
    ...{ boards, streams, origin: "http://x", allowedOrigins: [] },
    element: { text: Buffer.from(""), gzip: Buffer.from(""), version: "1", integrity: "" },
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  streams.stop();
  await app.close();
});

/** Opens as many streams at once over one connection, which reads what comes. */
async function pipelined(many: number): Promise<Socket> {
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {}).resume();
  await once(socket, "connect");
  socket.write("GET /v1/board/events HTTP/1.1\r\nHost: x\r\n\r\n".repeat(many));
  await expect.poll(() => streams.size).toBe(many);
  return socket;
}

test("pipelined - event streams that waited behind another one on a lost connection have ended, too", async () => {
  const warnings: string[] = [];
  const warn = ({ name }: Error) => warnings.push(name);
  process.on("warning", warn);
  const socket = await pipelined(16);
  expect(streams.refusal("hong.gd")).toBe("too-many-streams");
  socket.destroy();
  await expect.poll(() => [streams.size, watched.size]).toEqual([0, 0]);
  expect(streams.refusal("hong.gd")).toBeUndefined();
  process.off("warning", warn);
  expect(warnings).toEqual([]);
});

test("pipelined - a stream that waits behind another one does not collect boards without end", async () => {
  await pipelined(2);
  let version = 0;
  const change = (): number => {
    board = { version: ++version, pad: "x".repeat(100_000) };
    for (const redraw of watched) redraw();
    return streams.size;
  };
  await expect.poll(change).toBe(0);
});
