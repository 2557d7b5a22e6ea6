import { afterEach, expect, test } from "vitest";
import { type ApprovalEvent, parseSentEvent } from "../../../main/contract/event.ts";
import { BrokerError } from "../../../main/nats/broker-error.ts";
import { Asker, type OldSystem } from "../../../main/server/bridge/ask.ts";
import { Bridge, type BridgeFault, type BridgeLimits } from "../../../main/server/bridge/bridge.ts";
import { type Answer, type OldServer, oldServer, saying } from "./old-system.ts";

const SERVICE = "hr-leave";
const POLL = { interval: 5 };

interface Running {
  readonly old: OldServer;
  /** What the keeper would retain, by person. */
  readonly kept: Map<string, ApprovalEvent>;
  /** Every sent event, as text of its count, with ? when it is not sure. */
  readonly sent: string[];
  readonly results: ("count" | BridgeFault)[];
  readonly lines: string[];
}

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

async function start(
  answer: Answer,
  {
    people = ["hong.gd"],
    system = {},
    limits = {},
    kept = new Map<string, ApprovalEvent>(),
  }: {
    people?: readonly string[];
    system?: Partial<OldSystem> | ((old: OldServer) => Partial<OldSystem>);
    limits?: Partial<BridgeLimits>;
    kept?: Map<string, ApprovalEvent>;
  } = {},
): Promise<Running> {
  const old = await oldServer(answer);
  const running: Running = { old, kept, sent: [], results: [], lines: [] };
  const own = typeof system === "function" ? system(old) : system;
  const asker = new Asker({ url: old.url, headers: {}, timeoutMs: 60_000, ...own });
  const bridge = new Bridge(
    SERVICE,
    asker,
    { json: "/count" },
    { requestsPerMinute: 12_000, restMs: 40, ...limits },
    {
      people: () => people,
      retained: async (user) => kept.get(user),
      async publish(payload) {
        const event = parseSentEvent(SERVICE, payload);
        if (!event.ok) throw new Error(event.detail);
        const { user, count, unsureSince } = event.value;
        running.sent.push(`${user} ${count}${unsureSince === undefined ? "" : "?"}`);
        kept.set(user, { ...event.value, generation: 0 });
      },
      asked: (result) => running.results.push(result),
      now: Date.now,
      log: (text) => running.lines.push(text),
    },
  );
  undo.push(
    () => old.stop(),
    () => bridge.stop(),
  );
  return running;
}

const polled = (value: () => unknown) => expect.poll(value, POLL);

test("bridge - it asks for everybody in turn, one at a time, and sends only changes", async () => {
  const counts: Record<string, number> = { "hong.gd": 3, "kim.ys": 0 };
  const { old, sent } = await start((...args) => saying({ count: counts[args[2]] })(...args), {
    people: ["hong.gd", "kim.ys"],
  });
  await polled(() => old.asked.length).toBeGreaterThan(6);
  expect(sent).toEqual(["hong.gd 3", "kim.ys 0"]);
  counts["kim.ys"] = 2;
  await polled(() => sent).toEqual(["hong.gd 3", "kim.ys 0", "kim.ys 2"]);
  expect(old.asked.slice(0, 4)).toEqual(["hong.gd", "kim.ys", "hong.gd", "kim.ys"]);
  expect(old.mostAtOnce).toBe(1);
});

test("bridge - where its owner allows two requests at once there are two, each for another person, and never three", async () => {
  const people = ["hong.gd", "kim.ys", "lee.sy", "park.jh"];
  const { old, sent } = await start((...args) => setTimeout(() => saying({ count: 3 })(...args), 20), {
    people,
    limits: { atOnce: 2 },
  });
  await polled(() => old.asked.length).toBeGreaterThan(12);
  expect(old.mostAtOnce).toBe(2);
  expect(old.asked.slice(0, 4).sort()).toEqual([...people].sort());
  expect([...sent].sort()).toEqual(people.map((user) => `${user} 3`).sort());
});

test("bridge - two requests at once keep the rate of all", async () => {
  const { old } = await start(saying({ count: 3 }), {
    people: ["hong.gd", "kim.ys", "lee.sy"],
    limits: { atOnce: 2, requestsPerMinute: 0.1 }, // one in ten minutes
  });
  await polled(() => old.asked.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(old.asked).toHaveLength(1);
});

test("bridge - another server goes on where this one ended, without sending anything twice", async () => {
  const first = await start(saying({ count: 3 }));
  await polled(() => first.sent).toEqual(["hong.gd 3"]);
  const second = await start(saying({ count: 3 }), { kept: first.kept });
  await polled(() => second.old.asked.length).toBeGreaterThan(3);
  expect(second.sent).toEqual([]);
});

test.each<[string, Answer, BridgeFault]>([
  ["a login page", saying("<form></form>", 200, { "content-type": "text/html" }), "login-page"],
  ["a redirect to the login", saying("", 302, { location: "/login" }), "login-page"],
  ["a changed form", saying({ waiting: 3 }), "form-changed"],
  ["an empty answer", saying(""), "empty"],
  ["no answer", () => {}, "away"],
  ["a closed connection", (request) => request.socket.destroy(), "away"],
  ["an error of the server", saying({ count: 0 }, 500), "away"],
  ["an answer without an end", (_request, response) => response.writeHead(200).write("{"), "away"],
  ["an endless answer", saying(`{"count":0,"x":"${"x".repeat(2 ** 20)}"}`), "away"],
  ["a text in another character set", saying(Buffer.from([0xff, 0xfe]).toString("latin1")), "not-json"],
])("bridge - %s leaves the last count, as not sure, and is told once", async (_what, bad, fault) => {
  const { old, sent, results, lines, kept } = await start(saying({ count: 3 }), {
    people: ["hong.gd", "kim.ys"],
    system: fault === "away" ? { timeoutMs: 500 } : {},
  });
  await polled(() => sent.length).toBe(2);
  const before = kept.get("hong.gd");
  old.answer = bad;
  await polled(() => sent.slice(2).sort()).toEqual(["hong.gd 3?", "kim.ys 3?"]);
  expect(kept.get("hong.gd")).toMatchObject({ count: 3, occurredAt: before?.occurredAt });
  expect(results).toContain(fault);
  expect(lines.filter((line) => line.includes(fault))).toHaveLength(1);
  old.answer = saying({ count: 3 });
  await polled(() => sent.slice(4).sort()).toEqual(["hong.gd 3", "kim.ys 3"]);
  expect(lines.at(-1)).toMatch(/^bridge hr-leave: it answers again; faults: [1-9]\d*$/);
});

test("bridge - a system that fails is left alone, and everybody's count is not sure at once", async () => {
  const people = Array.from({ length: 30 }, (_, index) => `user-${index}`);
  const { old, sent } = await start(saying({ count: 3 }), { people, limits: { restMs: 60_000 } });
  await polled(() => sent.length).toBe(30);
  const asked = old.asked.length;
  old.answer = saying("", 503);
  await polled(() => sent.filter((text) => text.endsWith("?")).length).toBe(30);
  expect(old.asked.length - asked).toBeLessThanOrEqual(4); // three faults, and the one in work
});

test("bridge - a person whom the system does not know is not sure, and the others go on", async () => {
  const { old, sent } = await start(saying({ count: 3 }), { people: ["hong.gd", "kim.ys"] });
  await polled(() => sent.length).toBe(2);
  old.answer = (request, response, user) =>
    saying({ count: 4 }, user === "kim.ys" ? 404 : 200)(request, response, user);
  await polled(() => sent.slice(2).sort()).toEqual(["hong.gd 4", "kim.ys 3?"]);
});

test("bridge - the log tells once that people are not known, then how many, and names none", async () => {
  const { old, lines, results } = await start(
    (request, response, user) => saying({ count: 4 }, user === "lee.sy" ? 200 : 404)(request, response, user),
    { people: ["hong.gd", "kim.ys", "lee.sy"] },
  );
  await polled(() => old.asked.length).toBeGreaterThan(9);
  expect(results).toContain("http-status");
  expect(lines).toEqual([
    `bridge ${SERVICE}: http-status: it does not know a person (HTTP 404)`,
    `bridge ${SERVICE}: http-status: it does not know 2 of 3 people (HTTP 404)`,
  ]);
  old.answer = saying({ count: 4 });
  await polled(() => lines.at(-1)).toBe(
    `bridge ${SERVICE}: http-status: it does not know 0 of 3 people (HTTP 404)`,
  );
});

test.each<[string, Answer]>([
  ["a text with other numbers", saying({ count: "홍길동 8801011234567 2건 중 1건" })],
  ["a number that is no count", saying({ count: -8801011234567 })],
  ["a page in the place of JSON", saying("<p>홍길동 8801011234567</p>")],
  ["an unknown character set", saying({ count: 1 }, 200, { "content-type": "text/plain; charset=hong-gd" })],
  ["a status", saying("홍길동 8801011234567", 403)],
])("bridge - the log quotes nothing of %s, and names no person", async (_what, bad) => {
  const { lines, results } = await start(bad);
  await polled(() => results.length).toBeGreaterThan(2);
  expect(lines.join("\n")).toMatch(/^bridge hr-leave: [a-z-]+: .+$/);
  expect(lines.join("\n")).not.toMatch(/hong|홍길동|8801011234567/);
});

test("bridge - the log quotes no address and no header of a request that cannot be sent", async () => {
  const addresses = ["http://{user}.invalid/", "http://bridge:s3cret@127.0.0.1/{user}"];
  for (const url of addresses) {
    const { lines, results } = await start(saying(""), { system: { url } });
    await polled(() => results).toContain("away");
    expect(lines.join("\n")).not.toMatch(/hong|s3cret/);
  }
  const headers = { authorization: "s3cret\ns3cret" };
  const { lines, results } = await start(saying(""), { system: { headers } });
  await polled(() => results).toContain("away");
  expect(lines.join("\n")).not.toContain("s3cret");
});

test("bridge - the log tells the broker's fault once, how many there were, and names no person", async () => {
  const kept = new Map<string, ApprovalEvent>();
  kept.get = () => {
    throw new BrokerError("timeout", "$JS.API.DIRECT.GET.APPROVALS.approvals.hong%2Egd.hr-leave");
  };
  const { lines, sent } = await start(saying({ count: 3 }), { kept });
  await polled(() => lines.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  kept.get = () => undefined;
  await polled(() => sent.length).toBeGreaterThan(0);
  await polled(() => lines.length).toBe(2);
  expect(lines[0]).toBe(`bridge ${SERVICE}: the broker: timeout`);
  expect(lines[1]).toMatch(/^bridge hr-leave: the broker: it answers again; faults: \d+$/);
});

test("bridge - it asks with the condition of the last answer, and 304 is no change", async () => {
  const conditions: (string | undefined)[] = [];
  const { old, sent } = await start((request, response) => {
    conditions.push(request.headers["if-none-match"]);
    if (request.headers["if-none-match"] === '"a"') response.writeHead(304).end();
    else saying({ count: 3 }, 200, { etag: '"a"' })(request, response, "");
  });
  await polled(() => old.asked.length).toBeGreaterThan(3);
  expect(sent).toEqual(["hong.gd 3"]);
  expect(conditions.slice(0, 3)).toEqual([undefined, '"a"', '"a"']);
});

test("bridge - after a count that the broker lost, it asks without a condition", async () => {
  const { sent, kept } = await start((request, response) => {
    if (request.headers["if-none-match"] !== undefined) response.writeHead(304).end();
    else saying({ count: 3 }, 200, { etag: '"a"' })(request, response, "");
  });
  await polled(() => sent).toEqual(["hong.gd 3"]);
  kept.clear();
  await polled(() => sent).toEqual(["hong.gd 3", "hong.gd 3"]);
});

test("bridge - it logs in with the form, and again when the session has ended", async () => {
  let session = 0;
  let isOpen = false;
  const { sent, results } = await start(
    (request, response) => {
      if (request.url === "/login") {
        isOpen = true;
        session += 1;
        response
          .writeHead(302, { "set-cookie": `session=${session}; Path=/; HttpOnly`, location: "/" })
          .end();
      } else if (isOpen && request.headers.cookie === `session=${session}`) {
        saying({ count: session })(request, response, "");
      } else saying("", 302, { location: "/login" })(request, response, "");
    },
    {
      system: ({ url }) => ({
        login: { url: new URL("/login", url).href, fields: { id: "bridge", pw: "…" } },
      }),
    },
  );
  await polled(() => sent).toEqual(["hong.gd 1"]);
  isOpen = false;
  await polled(() => sent).toEqual(["hong.gd 1", "hong.gd 2"]);
  expect(new Set(results)).toEqual(new Set(["count"]));
});

test("bridge - it waits as long as Retry-After says", async () => {
  const { old, results } = await start(saying("", 429, { "retry-after": "3600" }), { limits: { restMs: 1 } });
  await polled(() => results).toEqual(["away"]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(old.asked).toHaveLength(1);
});

test("bridge - outside of the hours it asks nothing", async () => {
  const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
  const hours = { from: (minute + 120) % 1440, to: (minute + 180) % 1440, timeZone: "UTC" };
  const { old } = await start(saying({ count: 3 }), { limits: { hours } });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(old.asked).toEqual([]);
});

test("bridge - after a slow answer it rests as long as that took", async () => {
  const times: { from: number; to: number }[] = [];
  const { old } = await start((request, response) => {
    const from = performance.now();
    setTimeout(() => {
      times.push({ from, to: performance.now() });
      saying({ count: 3 })(request, response, "");
    }, 80);
  });
  await polled(() => old.asked.length).toBeGreaterThanOrEqual(4);
  const rests = times.slice(1, 3).map(({ from }, index) => from - (times[index]?.to ?? 0));
  for (const rest of rests) expect(rest).toBeGreaterThanOrEqual(75);
});

test("bridge - the person's id cannot change the address or a header", async () => {
  const seen: string[] = [];
  await start(
    (request, response) => {
      seen.push(`${request.url} ${request.headers["x-user"]}`);
      saying({ count: 1 })(request, response, "");
    },
    { people: ["a&admin=1/../#x"], system: { headers: { "x-user": "{user}" } } },
  );
  await polled(() => seen[0]).toBe("/waiting?user=a%26admin%3D1%2F..%2F%23x a%26admin%3D1%2F..%2F%23x");
});
