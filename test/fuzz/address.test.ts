import { expect, test } from "vitest";
import { checkLink } from "../../main/contract/link.ts";
import { approvalsSubject, canonicalId, parseApprovalsSubject } from "../../main/contract/subject.ts";
import { run } from "./campaign.ts";
import type { Chance } from "./chance.ts";
import { opensSafely } from "./safe-link.ts";

/** Subjects, ids and links: whatever names something or leads somewhere. */

const ID_PARTS: readonly string[] = [
  ...[
    "hong",
    ".",
    "gd",
    "*",
    ">",
    " ",
    "\t",
    "\r\n",
    "\0",
    "%",
    "%2E",
    "%2e",
    "%00",
    "_INBOX",
    "$JS",
    "approvals",
  ],
  ...[
    "가",
    "각",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "Σ",
    "ς",
    "Å",
    "Å",
    "\u0301",
    "\u0345",
    "ﬁ",
    "Ǆ",
    "😀",
    "\ud83d",
    "\ude00",
  ],
  ...[
    "\u200b",
    "\u202e",
    "\ufeff",
    "\u2028",
    "𝔘",
    "Ⅷ",
    "Ꭰ",
    "ა",
    "Ა",
    "x".repeat(30),
    "😀".repeat(33),
    "{{name()}}",
  ],
];

/** Any character now and then, for the corners of Unicode that nobody thought of. */
function part(chance: Chance): string {
  return chance.oneIn(3) ? String.fromCodePoint(chance.below(0x11_0000)) : chance.pick(ID_PARTS);
}

function text(chance: Chance, parts: number): string {
  return Array.from({ length: chance.below(parts) }, () => part(chance)).join("");
}

test("fuzz - an id has one form only, and one subject that no wildcard, space or dot can get into", () => {
  const accepted = run<readonly [string, string]>({
    title: "ids",
    generate: (chance) => [text(chance, 6), text(chance, 6)],
    check: ([user, service]) => {
      const subject = approvalsSubject(user, service);
      if (!subject.ok) return false;
      if (!/^approvals\.[A-Za-z0-9_%-]+\.[A-Za-z0-9_%-]+$/.test(subject.value))
        throw new Error(subject.value);
      const back = parseApprovalsSubject(subject.value);
      if (!back.ok) throw new Error(back.detail);
      for (const [id, written] of [
        [back.value.user, user],
        [back.value.service, service],
      ] as const) {
        const canonical = canonicalId(written);
        const again = canonicalId(id);
        if (!canonical.ok || canonical.value !== id) throw new Error("another id came back");
        if (!again.ok || again.value !== id) throw new Error("the canonical form has another one");
      }
      const again = approvalsSubject(back.value.user, back.value.service);
      if (!again.ok || again.value !== subject.value) throw new Error("it has two subjects");
      return true;
    },
    show: (ids) => JSON.stringify(ids),
  });
  expect(accepted).toBeGreaterThan(0.3);
});

test("fuzz - a subject is an address only in the one way in which it is written", () => {
  run<string>({
    title: "subjects",
    generate: (chance) => {
      const good = approvalsSubject(text(chance, 4), text(chance, 4));
      const base =
        good.ok && chance.oneIn(2) ? good.value : `approvals.${text(chance, 4)}.${text(chance, 4)}`;
      const at = chance.below(base.length + 1);
      return chance.oneIn(2) ? base : base.slice(0, at) + part(chance) + base.slice(at + chance.below(2));
    },
    check: (subject) => {
      const parsed = parseApprovalsSubject(subject);
      if (!parsed.ok) return false;
      const written = approvalsSubject(parsed.value.user, parsed.value.service);
      if (!written.ok || written.value !== subject) throw new Error("it is written in another way");
      return true;
    },
    show: (subject) => JSON.stringify(subject),
  });
});

const LINK_PARTS: readonly string[] = [
  ...[
    "https://",
    "http://",
    "HTTPS://",
    "https:",
    "https:/",
    "https:\\\\",
    "//",
    "javascript:",
    "file:///",
    "data:,",
  ],
  ...[
    "smb://",
    "ms-msdt:",
    "blob:https://",
    "view-source:https://",
    "vbscript:",
    "mailto:",
    "\tjava\nscript:",
    "ftp://",
  ],
  ...[
    "intra.example.com",
    "intra.example.com:8080",
    "hr.example.com",
    ":443",
    ":80",
    "user:pass@",
    "@",
    "%40",
    "#@",
    "?@",
  ],
  ...[
    "/",
    "\\",
    "/approvals",
    "?x=1",
    "#y",
    "127.0.0.1",
    "0x7f.1",
    "[::1]",
    "①②③.example",
    "é.example",
    "evil.example",
  ],
  ...[
    "\t",
    "\n",
    "\0",
    " ",
    "\u00a0",
    "\u202e",
    "\ufeff",
    "<script>",
    '"',
    "'",
    "%00",
    "%0d%0a",
    ":8080",
    ".",
    ";",
    "&",
  ],
];

test("fuzz - nothing opens but https, or an origin that is listed", () => {
  const origins = ["http://intra.example.com:8080"];
  const accepted = run<string>({
    title: "links",
    generate: (chance) => {
      const good = chance.oneIn(2) ? chance.pick(["https://", "http://intra.example.com:8080"]) : "";
      return good + Array.from({ length: chance.below(6) }, () => chance.pick(LINK_PARTS)).join("");
    },
    check: (link) => {
      const checked = checkLink(link, origins);
      if (!checked.ok) return false;
      if (!opensSafely(checked.value, origins)) throw new Error(`it would open ${checked.value}`);
      const again = checkLink(checked.value, origins);
      if (!again.ok || again.value !== checked.value) throw new Error(`${checked.value} is another link`);
      return true;
    },
    show: (link) => JSON.stringify(link),
  });
  expect(accepted).toBeGreaterThan(0.1);
});
