import fc from "fast-check";
import { expect, test } from "vitest";
import {
  amongKnown,
  argsBeforeLink,
  laterLink,
  linkAmong,
  MAX_LINK_LENGTH,
  openLink,
  parseActivation,
} from "../../main/core/activation.ts";
import { canonicalId } from "../../main/core/subject.ts";
import { arbitraryId } from "./events.ts";

test.each([
  ["alrimi://open", { kind: "open-board" }],
  ["alrimi://open/", { kind: "open-board" }],
  ["ALRIMI://OPEN", { kind: "open-board" }],
  ["alrimi://open?service=hr-leave", { kind: "open-service", service: "hr-leave" }],
  ["alrimi://open/?service=hr-leave", { kind: "open-service", service: "hr-leave" }],
  ["alrimi://open?service=%EC%A0%84%EC%9E%90", { kind: "open-service", service: "전자" }],
  ["alrimi://later?service=mail", { kind: "snooze", services: ["mail"], choice: "hour" }],
  ["alrimi://later?service=mail,a%2Cb", { kind: "snooze", services: ["mail", "a,b"], choice: "hour" }],
])("activation - %s is understood", (link, command) => {
  expect(parseActivation(link)).toEqual({ ok: true, value: command });
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
  ["alrimi://later", "bad-parameters"],
  ["alrimi://later?service=mail,mail", "bad-parameters"],
  [`alrimi://later?service=${Array.from({ length: 51 }, (_, index) => index).join(",")}`, "bad-parameters"],
  ["alrimi://later?service=mail,", "bad-service"],
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
  expect(parseActivation(link)).toMatchObject({ ok: false, reason });
});

test("activation - a refusal's detail holds no line breaks and nothing unprintable", () => {
  for (const link of [
    "alrimi://a\nb",
    "alrimi://open?service=\u202e\u2028x",
    "alrimi://open\r\nforged: line",
  ]) {
    const parsed = parseActivation(link);
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
      expect(parseActivation(openLink(id))).toEqual({ ok: true, value: command });
    }),
  );
  fc.assert(
    fc.property(fc.array(ids, { minLength: 1, maxLength: 60 }), (some) => {
      const services = [...new Set(some.map(canonical))];
      const link = laterLink(some);
      if (link === undefined) return; // too many for a link
      expect(parseActivation(link)).toEqual({
        ok: true,
        value: { kind: "snooze", services, choice: "hour" },
      });
    }),
  );
});

test("activation - nothing to put off, or too much for one link, is no link", () => {
  expect(laterLink([])).toBeUndefined();
  expect(laterLink([""])).toBeUndefined();
  expect(laterLink(Array.from({ length: 51 }, (_, index) => `s${index}`))).toBeUndefined();
  expect(laterLink(Array.from({ length: 10 }, (_, index) => `${"가".repeat(60)}${index}`))).toBeUndefined();
  expect(laterLink(["mail", "MAIL"])).toBe("alrimi://later?service=mail");
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
