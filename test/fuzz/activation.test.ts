import { expect, test } from "vitest";
import { canonicalId } from "../../main/contract/subject.ts";
import { laterLink, MAX_LINK_LENGTH, openLink, parseActivation } from "../../main/core/activation.ts";
import { proof } from "../desktop/app/link-proof.ts";
import { run } from "./campaign.ts";
import type { Chance } from "./chance.ts";

const PIECES = [
  ...[
    "alrimi",
    "ALRIMI",
    "http",
    "javascript",
    ":",
    "://",
    ":///",
    "//",
    "/",
    "\\",
    "..",
    "open",
    "later",
    "quit",
  ],
  ...[
    "?",
    "&",
    "=",
    "#",
    ",",
    ";",
    "@",
    ":80",
    "user:pw@",
    "service",
    "services",
    "url",
    "until=",
    "until=99999999999",
    "proof=",
    "A".repeat(43),
    "service=",
    "[",
    "]",
  ],
  ...[
    "mail",
    "hr-leave",
    "HR",
    "%2E",
    "%2e",
    "%",
    "%2",
    "%00",
    "%0A",
    "%C0%80",
    "%ED%A0%80",
    "%25",
    "%6D",
    "+",
  ],
  ...[
    "전자",
    "%EC%A0%84",
    "\u0000",
    "\n",
    "\r",
    "\t",
    " ",
    "\u202e",
    "\ud800",
    "😀",
    "e\u0301",
    "İ",
    "__proto__",
  ],
  ...["--policy-file=x", '"', "'", "<", "a".repeat(65), "x".repeat(MAX_LINK_LENGTH)],
];
const NOW = Date.UTC(2026, 10, 22, 5);
const GOOD = [
  ...[
    "alrimi://open",
    "alrimi://open/",
    "alrimi://open?service=hr-leave",
    "alrimi://open/?service=%EC%A0%84",
  ],
  ...["alrimi://later?service=mail", "alrimi://later?service=mail&until=1795000000&proof="],
  ...[["mail"], ["mail", "hr-leave", "a,b"]].map((services) => laterLink(services, proof, NOW) ?? ""),
];

function link(chance: Chance): string {
  if (chance.oneIn(4)) return Array.from({ length: chance.below(8) }, () => chance.pick(PIECES)).join("");
  let text: string = chance.pick(GOOD);
  for (let times = chance.below(3); times > 0; times--) {
    const at = chance.below(text.length + 1);
    text = text.slice(0, at) + chance.pick(PIECES) + text.slice(at + chance.below(3));
  }
  return text;
}

test("fuzz - whatever link the app is started with, it names services in one spelling or is refused in clean words", () => {
  const accepted = run<string>({
    title: "links into the app",
    generate: link,
    check: (text) => {
      const parsed = parseActivation(text, proof, NOW);
      if (!parsed.ok) {
        if (!/^[\x20-\x7e]{1,2000}$/.test(parsed.detail)) throw new Error(`it would log ${parsed.detail}`);
        return false;
      }
      const command = parsed.value;
      // The scheme's and the host's case and one slash are the only liberties.
      const canonical = text.replace(/^[^?]*/, (head) => head.toLowerCase().replace(/\/$/, ""));
      switch (command.kind) {
        case "open-board":
          if (canonical !== openLink() && !canonical.startsWith("alrimi://later"))
            throw new Error("another link opens the board");
          break;
        case "open-service":
          if (canonical !== openLink(command.service)) throw new Error("a second spelling");
          break;
        case "snooze":
          if (canonical !== laterLink(command.services, proof, NOW))
            throw new Error("a link without a proof");
          break;
        default:
          throw new Error(`it would ${JSON.stringify(command satisfies never)}`);
      }
      const named = command.kind === "open-service" ? [command.service] : [];
      for (const id of command.kind === "snooze" ? command.services : named) {
        const again = canonicalId(id);
        if (!again.ok || again.value !== id) throw new Error(`not canonical: ${id}`);
      }
      return true;
    },
    show: (text) => JSON.stringify(text.slice(0, 300)),
  });
  expect(accepted).toBeGreaterThan(0.1);
});
