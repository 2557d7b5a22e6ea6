import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { laterLink, parseActivation } from "../../main/core/activation.ts";
import type { NoticeView } from "../../main/view/notice.ts";
import { escapeXml, toastXml } from "../../main/view/toast.ts";
import { character } from "../characters.ts";
import { proof } from "../desktop/app/link-proof.ts";
import { times } from "../sample.ts";

const NOW = Date.UTC(2026, 10, 22, 5);
const toastOf = (view: NoticeView): string => toastXml(view, laterLink(view.snoozes, proof, NOW));

const notice: NoticeView = {
  tag: "service:hr-leave",
  title: "휴가·출장",
  body: "3건 대기",
  service: "hr-leave",
  snoozes: ["hr-leave"],
  isUrgent: false,
  isSilent: false,
  buttons: { open: "열기", later: "1시간 뒤 다시 알림" },
};

/** An element as a real XML parser reads it. */
type Element = [name: string, attributes: Record<string, string>, text: string, children: Element[]];

const reader = `
import json, sys, xml.etree.ElementTree as tree
read = lambda e: [e.tag, e.attrib, e.text or "", [read(c) for c in e]]
json.dump([read(tree.fromstring(x.encode("utf-8"))) for x in json.load(sys.stdin)], sys.stdout)`;

/** @throws when a text is not well-formed XML */
function parseXml(...texts: string[]): Element[] {
  const env = { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONUTF8: "1" };
  return JSON.parse(
    execFileSync("python3", ["-c", reader], {
      input: JSON.stringify(texts),
      encoding: "utf8",
      env,
      maxBuffer: 1e9, // thousands of toasts in the long run
    }),
  );
}

function all(element: Element, name: string): Element[] {
  return [...(element[0] === name ? [element] : []), ...element[3].flatMap((child) => all(child, name))];
}

function parsed(view: NoticeView): Element {
  const [root] = parseXml(toastOf(view));
  if (root === undefined) throw new Error("no toast");
  return root;
}

test("toast - a click and both buttons are links that Windows opens by itself", () => {
  const root = parsed(notice);
  expect(root[1]).toEqual({ launch: "alrimi://open?service=hr-leave", activationType: "protocol" });
  expect(all(root, "text").map(([, , text]) => text)).toEqual(["휴가·출장", "3건 대기"]);
  expect(all(root, "action").map(([, attributes]) => attributes)).toEqual([
    { content: "열기", activationType: "protocol", arguments: "alrimi://open?service=hr-leave" },
    {
      content: "1시간 뒤 다시 알림",
      activationType: "protocol",
      arguments: laterLink(["hr-leave"], proof, NOW),
    },
  ]);
  expect(all(root, "audio")).toEqual([]);
});

test("toast - an urgent one stays as a reminder, with Windows' own button to dismiss it", () => {
  const root = parsed({ ...notice, isUrgent: true });
  expect(root[1]["scenario"]).toBe("reminder");
  expect(all(root, "action").at(-1)?.[1]).toEqual({
    activationType: "system",
    arguments: "dismiss",
    content: "",
  });
});

test("toast - a silent one has silent audio", () => {
  expect(all(parsed({ ...notice, isSilent: true }), "audio")[0]?.[1]).toEqual({ silent: "true" });
});

test("toast - with nothing to put off there is no such button, and no service opens the board", () => {
  const { service, ...rest } = notice;
  const root = parsed({ ...rest, snoozes: [] });
  expect(root[1]["launch"]).toBe("alrimi://open");
  expect(all(root, "action")).toHaveLength(1);
});

test("toast - whatever the words and ids, it is well-formed, says them, and its links are understood", () => {
  const word = fc.oneof(
    fc.string({ unit: character }),
    fc.constantFrom(
      "<b>&amp;</b>",
      "]]>",
      "\u0000\u001b",
      "a\ud800b",
      "\ufffe",
      "\"'",
      "</text><text>",
      "ko&#0;",
    ),
  );
  const id = fc.oneof(fc.constantFrom("a'b\"&<c>", "휴가", "x,y"), fc.string({ minLength: 1, maxLength: 8 }));
  const view = fc.record({
    tag: word,
    title: word,
    body: word,
    service: id,
    snoozes: fc.array(id, { maxLength: 3 }),
    isUrgent: fc.boolean(),
    isSilent: fc.boolean(),
    buttons: fc.record({ open: word, later: word }),
  });
  const views = fc.sample(view, times(150, 5_000));
  const roots = parseXml(...views.map((each) => toastOf(each)));
  expect(roots).toHaveLength(views.length);
  roots.forEach((root, index) => {
    const lines = (text: string | undefined): string => (text ?? "").replace(/\r\n?/g, "\n"); // XML's own rule
    const clean = (text = ""): string =>
      lines(text).replace(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd");
    expect(all(root, "text").map(([, , text]) => text)).toEqual([
      clean(views[index]?.title),
      clean(views[index]?.body),
    ]);
    const links = [root[1]["launch"], ...all(root, "action").map(([, { arguments: link }]) => link)];
    for (const link of links.filter((each) => each !== "dismiss")) {
      const asked = parseActivation(link ?? "", proof, NOW);
      if (!asked.ok) throw new Error(`${link} is refused: ${asked.reason}`);
      expect(asked.value.kind === "snooze").toBe(link?.startsWith("alrimi://later"));
    }
  });
});

test("toast - what XML cannot hold is replaced, everything else is kept", () => {
  expect(escapeXml("a\u0000\ud800&<>\"'😀\n")).toBe("a\ufffd\ufffd&amp;&lt;&gt;&quot;&apos;😀\n");
});
