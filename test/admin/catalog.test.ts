import type { NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putCatalog, readCatalog, restartService } from "../../main/admin/catalog.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { type RealBroker, realBroker } from "../nats/real-broker.ts";

let real: RealBroker;
let administrator: NatsConnection;

beforeAll(async () => {
  real = await realBroker();
  administrator = await real.asAdministrator();
});
afterAll(() => real.dispose());

const bytes = (document: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(document));
const HR = { id: "hr-leave", name: { ko: "휴가", en: "Leave" }, url: "https://hr.example.com/approvals" };

test("catalog - there is none at first, and what is put is what is read", async () => {
  expect(await readCatalog(administrator)).toEqual({ kind: "none" });
  expect(await putCatalog(administrator, bytes({ services: [HR] }))).toMatchObject({
    kind: "stored",
    catalog: [HR],
  });
  expect(await readCatalog(administrator)).toMatchObject({ kind: "read", catalog: [HR], problems: [] });
});

test("catalog - one bad service refuses the whole, with every reason, and nothing is written", async () => {
  await putCatalog(administrator, bytes({ services: [HR] }));
  const put = await putCatalog(
    administrator,
    bytes({ services: [{ ...HR, id: "" }, HR, { ...HR, id: "HR-Leave" }, { id: "mail", name: {} }] }),
  );
  expect(put).toMatchObject({
    kind: "refused",
    problems: [{ reason: "bad-id" }, { reason: "double-id" }, { reason: "bad-name" }],
  });
  expect(await readCatalog(administrator)).toMatchObject({ catalog: [HR] });
});

test.each([
  ["not-json", new TextEncoder().encode("{")],
  ["no-services", bytes({})],
  ["scheme-refused", bytes({ services: [{ ...HR, url: "javascript:alert(1)" }] })],
  ["has-credentials", bytes({ services: [{ ...HR, url: "https://me:secret@hr.example.com/" }] })],
  ["origin-not-allowed", bytes({ services: [{ ...HR, url: "http://old.example.com/" }] })],
  ["too-large", new Uint8Array(512 * 1024 + 1)],
])("catalog - refused with the reason %s", async (reason, document) => {
  expect(await putCatalog(administrator, document)).toMatchObject({
    kind: "refused",
    problems: [{ reason }],
  });
});

test.each([
  ["id", "U+FFFF as character 2", { ...HR, id: "h\uffffr" }],
  ["name.ko", "U+FDD0 as character 3", { ...HR, name: { ko: "휴가\ufdd0" } }],
  ["name.en", "U+1FFFE as character 1", { ...HR, name: { en: "\u{1fffe}" } }],
  ["system.en", "U+D800 as character 5", { ...HR, system: { en: "Work\ud800" } }],
  ["name.ko", "U+202E as character 1", { ...HR, name: { ko: "\u202e휴가" } }],
  ["name.ko", "U+0009 as character 3", { ...HR, name: { ko: "휴가\t출장" } }],
  [
    "name.en",
    "U+200D as character 6, not between two visible characters",
    { ...HR, name: { en: "Leave\u200d" } },
  ],
  ["id", "U+200C as character 3", { ...HR, id: "hr\u200cleave" }],
  ["url", "U+200D as character 27", { ...HR, url: "https://hr.example.com/a/b\u200dc" }],
  ["url", "U+FFFE as character 24", { ...HR, url: "https://hr.example.com/\ufffe" }],
])(
  "catalog - a character that nobody can draw is refused, with its place: %s, %s",
  async (field, what, service) => {
    const put = await putCatalog(administrator, bytes({ services: [HR, { ...service, generation: 1 }] }));
    if (put.kind !== "refused") throw new Error("it was stored");
    expect(put.problems).toContainEqual({
      ok: false,
      reason: "bad-character",
      detail: `services[1]: "${field}" has ${what}`,
    });
  },
);

test("catalog - a name with joined emoji is taken, and read as it was put", async () => {
  const family = {
    ...HR,
    name: { ko: "가족 돌봄 👨‍👩‍👧", en: "Family 🏳️‍🌈" },
    system: { ko: "می\u200cخواهم" },
  };
  expect(await putCatalog(administrator, bytes({ services: [family] }))).toMatchObject({ kind: "stored" });
  expect(await readCatalog(administrator)).toMatchObject({ catalog: [family], problems: [] });
});

test("catalog - an http link is taken when its origin is allowed", async () => {
  const old = { ...HR, url: "http://old.example.com:8080/" };
  const options = { allowedOrigins: ["http://old.example.com:8080"] };
  expect(await putCatalog(administrator, bytes({ services: [old] }), options)).toMatchObject({
    kind: "stored",
  });
});

test("catalog - the largest document that is allowed passes the broker's limits", async () => {
  const services = bytes({ services: [HR] });
  const padded = new Uint8Array(512 * 1024).fill(0x20);
  padded.set(services);
  expect(await putCatalog(administrator, padded)).toMatchObject({ kind: "stored" });
});

test("catalog - garbage that is retained is told as such", async () => {
  await administrator.request("catalog.services", "garbage");
  expect(await readCatalog(administrator)).toMatchObject({
    kind: "unreadable",
    problem: { reason: "not-json" },
  });
});

test("catalog - a service with the highest generation cannot begin anew, and stays in the catalog", async () => {
  const services = [{ ...HR, generation: 2 ** 31 - 1 }];
  await putCatalog(administrator, bytes({ services }));
  expect(await restartService(administrator, HR.id)).toEqual({ kind: "highest-generation", id: HR.id });
  expect(await readCatalog(administrator)).toMatchObject({ catalog: services, problems: [] });
});

test("catalog - a generation that is raised while a catalog is put is never undone", async () => {
  const id = "raced";
  await putCatalog(administrator, bytes({ services: [{ id, name: { en: "Raced" } }] }));
  for (let round = 1; round <= 20; round += 1) {
    const before = await readCatalog(administrator);
    const [, restarted] = await Promise.allSettled([
      putCatalog(administrator, bytes({ services: [{ id, name: { en: `Raced ${round}` } }] })),
      restartService(administrator, id),
    ]);
    const after = await readCatalog(administrator);
    if (before.kind !== "read" || after.kind !== "read") throw new Error("there is no catalog");
    const least = (before.catalog[0]?.generation ?? 0) + (restarted.status === "fulfilled" ? 1 : 0);
    expect(after.catalog[0]?.generation ?? 0).toBe(least);
  }
});

test("catalog - a service that leaves it and returns is not older than before", async () => {
  const card = { id: "card", name: { en: "Card" } };
  const mail = { id: "mail", name: { en: "Mail" } };
  const put = (...services: readonly object[]) => putCatalog(administrator, bytes({ services }));
  const generations = async () => {
    const read = await readCatalog(administrator);
    return read.kind === "read"
      ? [read.catalog.map((each) => each.generation), read.generations.get("mail")]
      : [];
  };
  await put(card, mail);
  await restartService(administrator, "mail");
  await restartService(administrator, "mail");
  await put(card);
  expect(await generations()).toEqual([[undefined], 2]);
  await put(card);
  await restartService(administrator, "card");
  expect(await generations()).toEqual([[1], 2]);
  expect(await restartService(administrator, "mail")).toMatchObject({ kind: "unknown-service" });
  await put(card, mail);
  expect(await generations()).toEqual([[1, 2], 2]);
  await restartService(administrator, "mail");
  await putCatalog(administrator, bytes({ services: [mail], generations: { MAIL: 9, other: 4 } }));
  expect(await generations()).toEqual([[9], 9]);
  const raw = await directGet(administrator, "CATALOG", "catalog.services");
  expect(JSON.parse(Buffer.from(raw?.data ?? []).toString())).toMatchObject({ generations: { other: 4 } });
});
