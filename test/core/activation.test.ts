import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalId } from "../../main/contract/subject.ts";
import {
  amongKnown,
  argsBeforeLink,
  laterLink,
  linkAmong,
  MAX_LINK_LENGTH,
  openLink,
  parseActivation,
} from "../../main/core/activation.ts";
import { arbitraryId } from "../contract/events.ts";
import { proof, proofWith } from "../desktop/app/link-proof.ts";

const NOW = Date.UTC(2026, 10, 22, 5);
const DAY = 24 * 60 * 60_000;
const parse = (link: string, now = NOW) => parseActivation(link, proof, now);
/** A `later` link with a valid proof of its content. */
const proven = (query: string): string => `alrimi://later?${query}&proof=${proof.of(query)}`;
const UNTIL = Math.floor(NOW / 1_000) + 60;

test.each([
  ["alrimi://open", { kind: "open-board" }],
  ["alrimi://open/", { kind: "open-board" }],
  ["ALRIMI://OPEN", { kind: "open-board" }],
  ["alrimi://open?service=hr-leave", { kind: "open-service", service: "hr-leave" }],
  ["alrimi://open/?service=hr-leave", { kind: "open-service", service: "hr-leave" }],
  ["alrimi://open?service=%EC%A0%84%EC%9E%90", { kind: "open-service", service: "전자" }],
  [laterLink(["mail"], proof, NOW) ?? "", { kind: "snooze", services: ["mail"], choice: "hour" }],
  [
    laterLink(["mail", "a,b"], proof, NOW) ?? "",
    { kind: "snooze", services: ["mail", "a,b"], choice: "hour" },
  ],
  [
    proven(`service=mail&until=${UNTIL}`).replace("later?", "LATER/?"),
    { kind: "snooze", services: ["mail"], choice: "hour" },
  ],
])("activation - %s is understood", (link, command) => {
  expect(parse(link)).toEqual({ ok: true, value: command });
});

const real = laterLink(["mail"], proof, NOW) ?? "";
const at = real.indexOf("&proof=");

test.each([
  ["no proof, as a page would write it", "alrimi://later?service=mail"],
  ["a time and no proof", real.slice(0, at)],
  ["an empty proof", `${real.slice(0, at)}&proof=`],
  ["a made-up proof", `${real.slice(0, at)}&proof=${"A".repeat(43)}`],
  ["another installation's proof", laterLink(["mail"], proofWith(Buffer.alloc(32, 8)), NOW) ?? ""],
  ["the proof of other services", real.replace("service=mail", "service=card")],
  ["one service more", real.replace("service=mail", "service=mail,card")],
  ["a later end", real.replace(/until=\d+/, "until=99999999999")],
  [
    "the proof of the same services without a time",
    `alrimi://later?service=mail&proof=${proof.of("service=mail")}`,
  ],
  ["a proof with more behind it", `${real}&x=1`],
  ["two proofs", `${real}&proof=${proof.of("service=mail")}`],
  ["no service at all", "alrimi://later"],
  ["nothing that is understood", "alrimi://later?%00=%"],
  ["a time that is no number", proven("service=mail&until=never")],
])("activation - to put off with %s opens the board", (_what, link) => {
  expect(parse(link)).toEqual({ ok: true, value: { kind: "open-board" } });
});

test("activation - a link to put off holds for three days, and as often as it is clicked", () => {
  const snooze = { ok: true, value: { kind: "snooze", services: ["mail"], choice: "hour" } };
  expect(parse(real)).toEqual(snooze);
  expect(parse(real)).toEqual(snooze);
  expect(parse(real, NOW + 3 * DAY)).toEqual(snooze);
  expect(parse(real, NOW + 3 * DAY + 2_000)).toEqual({ ok: true, value: { kind: "open-board" } });
});

test.each([
  ["https://open?service=mail", "not-ours"],
  ["alrimi", "not-ours"],
  ["", "not-ours"],
  [" alrimi://open", "not-ours"],
  [`alrimi://open?service=${"a".repeat(MAX_LINK_LENGTH)}`, "too-long"],
  ["alrimi:open", "bad-form"],
  ["alrimi:///open", "bad-form"],
  ["alrimi://", "bad-form"],
  ["alrimi://open/mail", "bad-form"],
  ["alrimi://open//", "bad-form"],
  ["alrimi://open:80", "bad-form"],
  ["alrimi://user@open", "bad-form"],
  ["alrimi://user:password@open?service=mail", "bad-form"],
  ["alrimi://open#mail", "bad-form"],
  ["alrimi://open?service=mail#x", "bad-form"],
  ["alrimi://open?service=mail?service=mail", "bad-form"],
  ["alrimi://open\\..\\x", "bad-form"],
  ["alrimi://open\n", "bad-form"],
  ["alrimi://open --policy-file=x", "bad-form"],
  ["alrimi://%6Fpen", "bad-form"],
  ["alrimi://quit", "unknown-action"],
  ["alrimi://pause", "unknown-action"],
  ["alrimi://open?", "bad-parameters"],
  ["alrimi://open?service", "bad-parameters"],
  ["alrimi://open?service=", "bad-parameters"],
  ["alrimi://open?Service=mail", "bad-parameters"],
  ["alrimi://open?url=https://evil.example", "bad-parameters"],
  ["alrimi://open?service=mail&service=mail", "bad-parameters"],
  ["alrimi://open?service=mail&x=1", "bad-parameters"],
  ["alrimi://open?service=mail&", "bad-parameters"],
  ["alrimi://open?service=mail,card", "bad-parameters"],
  ["alrimi://open?service=mail&until=1&proof=x", "bad-parameters"],
  [proven(`service=&until=${UNTIL}`), "bad-parameters"],
  [proven(`service=mail,mail&until=${UNTIL}`), "bad-parameters"],
  [
    proven(`service=${Array.from({ length: 51 }, (_, index) => index).join(",")}&until=${UNTIL}`),
    "bad-parameters",
  ],
  [proven(`service=mail,&until=${UNTIL}`), "bad-service"],
  ["alrimi://open?service=Mail", "bad-service"],
  ["alrimi://open?service=%6Dail", "bad-service"],
  ["alrimi://open?service=%ec%a0%84", "bad-service"],
  ["alrimi://open?service=%", "bad-service"],
  ["alrimi://open?service=%C0%80", "bad-service"],
  ["alrimi://open?service=%ED%A0%80", "bad-service"],
  ["alrimi://open?service=a+b", "bad-service"],
  ["alrimi://open?service=a.b", "bad-service"],
  ["alrimi://open?service=전자", "bad-service"],
  ["alrimi://open?service=../x", "bad-service"],
  [`alrimi://open?service=${"a".repeat(65)}`, "bad-service"],
])("activation - %j is refused as %s", (link, reason) => {
  expect(parse(link)).toMatchObject({ ok: false, reason });
});

test("activation - a refusal's detail holds no line breaks and nothing unprintable", () => {
  for (const link of [
    "alrimi://a\nb",
    "alrimi://open?service=\u202e\u2028x",
    "alrimi://open\r\nforged: line",
  ]) {
    const parsed = parse(link);
    expect(!parsed.ok && /^[\x20-\x7e]+$/.test(parsed.detail)).toBe(true);
  }
});

const ids = arbitraryId.filter((id) => canonicalId(id).ok);
const canonical = (id: string): string => {
  const parsed = canonicalId(id);
  return parsed.ok ? parsed.value : "";
};

test("activation - what is written is read again, whatever the ids", () => {
  fc.assert(
    fc.property(ids, (id) => {
      const command = { kind: "open-service", service: canonical(id) };
      expect(parse(openLink(id))).toEqual({ ok: true, value: command });
    }),
  );
  fc.assert(
    fc.property(fc.array(ids, { minLength: 1, maxLength: 60 }), (some) => {
      const services = [...new Set(some.map(canonical))];
      const link = laterLink(some, proof, NOW);
      if (link === undefined) return; // too many for a link
      expect(parse(link)).toEqual({
        ok: true,
        value: { kind: "snooze", services, choice: "hour" },
      });
    }),
  );
});

test("activation - no link that differs from a proven one in a character puts anything off otherwise", () => {
  const from = fc.constantFrom(...`${real}%&=-_?#A0`);
  fc.assert(
    fc.property(fc.nat(real.length - 1), from, fc.nat(2), (where, char, removed) => {
      const changed = real.slice(0, where) + char + real.slice(where + removed);
      const parsed = parse(changed);
      if (!parsed.ok || parsed.value.kind !== "snooze") return;
      // The scheme's and the host's case and one slash are the only liberties.
      expect(changed.replace(/^[^?]*/, (head) => head.toLowerCase().replace(/\/$/, ""))).toBe(real);
    }),
  );
});

test("activation - nothing to put off, or too much for one link, is no link", () => {
  const link = (services: readonly string[]) => laterLink(services, proof, NOW);
  expect(link([])).toBeUndefined();
  expect(link([""])).toBeUndefined();
  expect(link(Array.from({ length: 51 }, (_, index) => `s${index}`))).toBeUndefined();
  expect(link(Array.from({ length: 10 }, (_, index) => `${"가".repeat(60)}${index}`))).toBeUndefined();
  expect(link(["mail", "MAIL"])).toBe(link(["mail"]));
  expect(link(["mail"])).toMatch(/^alrimi:\/\/later\?service=mail&until=\d+&proof=[\w-]{43}$/);
});

test("activation - a link is found among the arguments, wherever Chromium has put it", () => {
  expect(linkAmong(["--no-sandbox", "/app", "alrimi://open", "--x=alrimi://later"])).toBe("alrimi://open");
  expect(linkAmong(["/app", "Alrimi://open"])).toBe("Alrimi://open");
  expect(linkAmong(["/app", "--link=alrimi://open", "alrimi"])).toBeUndefined();
});

test("activation - of services to put off only the known are kept; an unknown one to open is the hub's to judge", () => {
  const snooze = { kind: "snooze", services: ["mail", "made-up"], choice: "hour" } as const;
  expect(amongKnown(snooze, ["mail", "card"])).toEqual({ ...snooze, services: ["mail"] });
  const open = { kind: "open-service", service: "made-up" } as const;
  expect(amongKnown(open, ["mail"])).toBe(open);
});

test("activation - what follows a link is not the person's own", () => {
  const link = 'alrimi://open" ';
  expect(argsBeforeLink(["/app", "--policy-file=a", link, "--policy-file=b"])).toEqual([
    "/app",
    "--policy-file=a",
  ]);
  expect(argsBeforeLink(["/app", "--policy-file=a"])).toEqual(["/app", "--policy-file=a"]);
});
