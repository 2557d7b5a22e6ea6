import { expect, test } from "vitest";
import { formatPeopleCsv, MOST_FAULTS, readPeopleCsv } from "../../../main/admin/people/people-csv.ts";

const read = (text: string) => readPeopleCsv(new TextEncoder().encode(text));
const faultsOf = (text: string) => {
  const csv = read(text);
  return csv.ok ? [] : csv.faults.map(({ reason, line, column }) => [reason, line, column]);
};

test("people csv - ids and aliases are read in any order of the columns, the others ignored", () => {
  expect(
    read("\uFEFFName,ALIASES,Id\r\n홍길동,100234; GilDong ;,Hong.GD\r\n\r\n김영수,,kim.ys\r\n,,\r\n"),
  ).toEqual({
    ok: true,
    people: [
      { id: "hong.gd", aliases: ["100234", "gildong"] },
      { id: "kim.ys", aliases: [] },
    ],
    ignored: ["Name"],
  });
});

test("people csv - quoted cells, several alias columns, and a file without a last line break", () => {
  expect(read('id,alias,alias\n"a ""b"" c","1;2",3\nd,,')).toMatchObject({
    people: [
      { id: 'a "b" c', aliases: ["1", "2", "3"] },
      { id: "d", aliases: [] },
    ],
  });
});

test("people csv - an alias that is the own id or comes twice is left out", () => {
  expect(read("id,aliases\nhong.gd,HONG.GD;1;1\n")).toMatchObject({ people: [{ aliases: ["1"] }] });
});

test.each([
  ["an id twice", "id\na\nb\nA\n", ["double-id", 4, "id"]],
  ["an alias of two persons", "id,aliases\na,1\nb,1\n", ["double-alias", 3, "aliases"]],
  ["an alias that is an id above", "id,aliases\na,\nb,a\n", ["double-alias", 3, "aliases"]],
  ["an alias that is an id below", "id,aliases\na,b\nb,\n", ["double-alias", 2, "aliases"]],
  ["a row without an id", "id,aliases\na,1\n,2\n", ["bad-id", 3, "id"]],
  ["an id that is too long", `id\n${"x".repeat(65)}\n`, ["bad-id", 2, "id"]],
  ["a hidden character", "id,aliases\na,1\u200b2\n", ["bad-id", 2, "aliases"]],
  [
    "too many aliases",
    `id,aliases\na,${Array.from({ length: 21 }, (_, n) => n).join(";")}\n`,
    ["too-many-aliases", 2, "aliases"],
  ],
  ["a row with another number of cells", "id,aliases\na,1\nb\n", ["bad-csv", 3, undefined]],
  ["a quote that does not end", 'id\n"a\nb\n', ["bad-csv", 3, undefined]],
  ["no column id", "name;id\nx;a\n", ["no-id-column", 1, undefined]],
  ["two columns id", "id,id\na,b\n", ["no-id-column", 1, undefined]],
  ["nothing in it", "", ["no-id-column", 1, undefined]],
  ["no person", "id,aliases\r\n", ["no-people", undefined, undefined]],
])("people csv - refused with line and column: %s", (_, text, fault) => {
  expect(faultsOf(text)).toEqual([fault]);
});

test("people csv - a file of another encoding is named as such", () => {
  const eucKr = Uint8Array.from([
    ...new TextEncoder().encode("id,name\na,"),
    0xc8,
    0xab,
    0xb1,
    0xe6,
    0xb5,
    0xbf,
    0x0a,
  ]);
  expect(readPeopleCsv(eucKr)).toMatchObject({ ok: false, faults: [{ reason: "not-utf8" }] });
});

test("people csv - all faults are told, up to a limit, and none controls a terminal", () => {
  const csv = read(`id\n${"a\u001b[2J\n".repeat(100)}`);
  if (csv.ok) throw new Error("it was read");
  expect(csv.faults).toHaveLength(MOST_FAULTS);
  const broken = read('id\nab"\u001b[2J"c\n');
  const faults = [...csv.faults, ...(broken.ok ? [] : broken.faults)];
  expect(faults).toHaveLength(MOST_FAULTS + 1);
  expect(faults.every(({ detail }) => !detail.includes("\u001b"))).toBe(true);
});

test("people csv - 100,000 people are read, and more than may be are refused", () => {
  const rows = (count: number): string =>
    Array.from({ length: count }, (_, n) => `p${n},${n};x${n}`).join("\r\n");
  const csv = read(`id,aliases\r\n${rows(100_000)}`);
  expect(csv.ok && csv.people.length).toBe(100_000);
  expect(faultsOf(`id,aliases\n${rows(200_001)}`)).toEqual([["too-many-people", undefined, undefined]]);
});

test("people csv - what is printed is read back", () => {
  const people = [
    { id: 'a,"b" c', aliases: ["1", "x y"] },
    { id: "홍길동", aliases: [] },
  ];
  expect(read(formatPeopleCsv(people))).toEqual({ ok: true, people, ignored: [] });
});
