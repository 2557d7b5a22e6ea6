import fc from "fast-check";
import { expect, test } from "vitest";
import { trayTooltip } from "../../main/view/icon.ts";
import { shortTooltipText, type TooltipLines, tooltipText } from "../../main/view/tooltip.ts";

const lines: TooltipLines = {
  total: "알림이 — 결재 대기 34건",
  state: ["연결 끊김 · 14:05 기준", "15:00까지 알림 꺼짐"],
  services: ["휴가·출장 3", "법인카드 12", "외부인 출입 8", "전자결재 4", "메일 7"],
  more: (services) => `외 ${services}개 서비스`,
};

test("tooltip - the state comes second and the services last", () => {
  expect(shortTooltipText(lines)).toBe(
    "알림이 — 결재 대기 34건\n연결 끊김 · 14:05 기준\n15:00까지 알림 꺼짐\n휴가·출장 3\n법인카드 12\n외부인 출입 8\n전자결재 4\n메일 7",
  );
  expect(tooltipText(lines, 2)).toBe(
    "알림이 — 결재 대기 34건\n연결 끊김 · 14:05 기준\n15:00까지 알림 꺼짐\n휴가·출장 3\n법인카드 12\n외 3개 서비스",
  );
});

test("tooltip - only Windows gets the short one", () => {
  const view = { tooltip: "long", shortTooltip: "short" };
  expect((["win32", "linux", "darwin"] as const).map((platform) => trayTooltip(platform, view))).toEqual([
    "short",
    "long",
    "long",
  ]);
});

test("tooltip - what does not fit into Windows' 127 units is cut at whole lines, and counted", () => {
  const text = shortTooltipText({
    ...lines,
    services: Array.from({ length: 9 }, (_, index) => `어느 긴 이름의 서비스 ${index}`),
  });
  expect(text.length).toBeLessThanOrEqual(127);
  expect(text.split("\n").slice(-2)).toEqual(["어느 긴 이름의 서비스 3", "외 5개 서비스"]);
});

test("tooltip - it always fits, its lines are whole, and total and state come before any service", () => {
  const line = fc.string({ unit: fc.constantFrom("가", "a", "😀", " "), minLength: 1, maxLength: 90 });
  fc.assert(
    fc.property(
      fc.record({
        total: line,
        state: fc.array(line, { minLength: 1, maxLength: 2 }),
        services: fc.array(line, { maxLength: 40 }),
      }),
      (given) => {
        const text = shortTooltipText({ ...given, more: (services) => `+${services}` });
        expect(text.length).toBeLessThanOrEqual(127);
        const head = [given.total, ...given.state].join("\n");
        if (head.length > 127) return expect(head.startsWith(text)).toBe(true);
        expect(text.startsWith(head)).toBe(true);
        const rest = text
          .slice(head.length + 1)
          .split("\n")
          .filter(Boolean);
        const [last] = rest.slice(-1);
        const whole = last?.startsWith("+") ? rest.slice(0, -1) : rest;
        expect(whole).toEqual(given.services.slice(0, whole.length));
      },
    ),
  );
});
