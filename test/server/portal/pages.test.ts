import { afterAll, beforeAll, expect, test } from "vitest";
import { accept, refuse } from "../../../main/contract/result.ts";
import { instance } from "../../../main/server/http/instance.ts";
import { addLimits } from "../../../main/server/limits.ts";
import type { Boards } from "../../../main/server/portal/boards.ts";
import { addPortalPages } from "../../../main/server/portal/pages.ts";
import type { PortalBoard } from "../../../main/view/portal-board.ts";

const PORTAL = "https://portal.example.com";

let url: string;
/** Readings of a person's board. */
const read: string[] = [];
const app = instance({ elsewhere: "" }, { answered: () => {}, refused: () => {}, log: () => {} });
const boards: Pick<Boards, "read" | "view" | "asOf"> = {
  async read(person) {
    read.push(person);
  },
  view: () => ({ language: "ko" }) as PortalBoard,
  asOf: () => "",
};

beforeAll(async () => {
  await addLimits(app);
  addPortalPages(app, {
    boards,
    signOn: {
      async personOf({ headers }) {
        const { person } = headers;
        return typeof person === "string" ? accept({ person, until: 0 }) : refuse("not-signed-on", "");
      },
      start: async (reply) => reply,
    },
    streams: { refusal: () => undefined, open: (_who, _language, response) => void response.end() },
    element: { text: Buffer.of(), gzip: Buffer.of(), version: "0", integrity: "" },
    ...{ origin: "https://alrimi.example.com", allowedOrigins: [PORTAL] },
  });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

const ask = (person: string, path = "/v1/board", method = "GET"): Promise<Response> =>
  fetch(url + path, { method, headers: { person, origin: PORTAL } });

test("pages - a person's board can be asked 120 times a minute, in all its forms, by one person alone", async () => {
  const paths = ["/v1/board", "/v1/board?lang=en", "/v1/board?lang=ko&any=1"];
  const answers = await Promise.all(
    Array.from({ length: 150 }, (_, each) =>
      ask("hong.gd", paths[each % paths.length], each % 2 === 0 ? "GET" : "HEAD"),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(120);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30);
  expect(read).toHaveLength(120);
  expect((await ask("kim.ys")).status).toBe(200);
});

test("pages - who asks too often is told by a problem when to ask again, and the portal's page may read it", async () => {
  let refused = await ask("lee.jh");
  for (let asked = 0; asked < 200 && refused.ok; asked += 1) refused = await ask("lee.jh");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(refused.headers.get("access-control-allow-origin")).toBe(PORTAL);
  expect(await refused.json()).toMatchObject({ type: "urn:alrimi:too-many-requests", status: 429 });
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  // A stream has bounds of its own, and strangers have no share of a person.
  expect((await ask("lee.jh", "/v1/board/events")).status).toBe(200);
  expect((await fetch(`${url}/v1/board`)).status).toBe(401);
});
