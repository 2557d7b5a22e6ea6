import { expect, test } from "vitest";
import { noticeView } from "../../main/view/notice.ts";
import { now, situation } from "./situation.ts";

test("notice - a new item that is due within two hours is urgent, one of tomorrow is not; one that is over is", () => {
  const urgent = (dueIn: number): boolean =>
    noticeView(
      { kind: "notice", service: "hr-leave", count: 1, toldCount: 0, dueAt: now + dueIn },
      situation(),
      now,
    ).isUrgent;
  expect([3_600_000, 7_200_000, 7_200_001, 86_400_000, -1].map(urgent)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

test("notice - a digest has a row a service and the number of new ones", () => {
  const rows = Array.from({ length: 8 }, (_, index) => ({ service: `s${index}`, count: 3, toldCount: 1 }));
  const view = noticeView(
    { kind: "digest", occasion: "while-away", rows, isUrgent: false },
    situation(),
    now,
  );
  expect(view.title).toBe("연결되지 않은 동안 결재 대기 24건 · 새로 16건");
  expect(view.body.split("\n")).toHaveLength(7);
  expect(view.body).toContain("s0 3 (새로 2)");
  expect(view.body).toContain("외 2개 서비스");
  expect(view.service).toBeUndefined();
});

test.each([
  ["news", "결재 대기 1,203건 · 새로 1,003건", "1,203 approvals waiting · 1,003 new"],
  [
    "while-quiet",
    "방해 금지 시간에 결재 대기 1,203건 · 새로 1,003건",
    "During your quiet hours: 1,203 approvals waiting · 1,003 new",
  ],
  ["reminder", "아직 결재 대기 1,203건 · 새로 1,003건", "Still 1,203 approvals waiting · 1,003 new"],
  ["morning", "오늘 결재 대기 1,203건 · 새로 1,003건", "Today: 1,203 approvals waiting · 1,003 new"],
  ["together", "결재 대기 1,203건 · 새로 1,003건", "1,203 approvals waiting · 1,003 new"],
] as const)("notice - title and rows count the same, what waits and what is new: %s", (occasion, ko, en) => {
  const rows = [
    { service: "hr-leave", count: 1_200, toldCount: 200 },
    { service: "mail", count: 3, toldCount: 0 },
  ];
  const decision = { kind: "digest", occasion, rows, isUrgent: false } as const;
  const korean = noticeView(decision, situation(), now);
  expect(korean).toMatchObject({ title: ko, body: "휴가·출장 1,200 (새로 1,000)\n메일 3 (새로 3)" });
  const english = noticeView(decision, situation({ language: "en" }), now);
  expect(english).toMatchObject({ title: en, body: "Leave & travel 1,200 (1,000 new)\nMail 3 (3 new)" });
});

test("notice - where all is new it is said once, and where nothing is, not at all", () => {
  const viewOf = (toldCount: number) => {
    const rows = ["hr-leave", "mail"].map((service) => ({ service, count: 3, toldCount }));
    return noticeView({ kind: "digest", occasion: "together", rows, isUrgent: false }, situation(), now);
  };
  expect(viewOf(0)).toMatchObject({ title: "새 결재 6건", body: "휴가·출장 3\n메일 3" });
  expect(viewOf(3)).toMatchObject({ title: "결재 대기 6건", body: "휴가·출장 3\n메일 3" });
});

test("notice - a digest has a brief form of three rows and the rest, where it is longer", () => {
  const digestOf = (services: number) =>
    noticeView(
      {
        kind: "digest",
        occasion: "news",
        rows: Array.from({ length: services }, (_, at) => ({ service: `s${at}`, count: 1, toldCount: 0 })),
        isUrgent: false,
      },
      situation(),
      now,
    );
  expect(digestOf(3).brief).toBeUndefined();
  expect(digestOf(5).brief).toBe("s0 1\ns1 1\ns2 1\n외 2개 서비스");
  expect(digestOf(5).body).toBe("s0 1\ns1 1\ns2 1\ns3 1\ns4 1");
  expect(digestOf(8).brief).toBe("s0 1\ns1 1\ns2 1\n외 5개 서비스");
});

test("notice - a digest says by when, and is urgent, where a deadline is near", () => {
  const rows = [
    { service: "hr-leave", count: 2, toldCount: 2, dueAt: now + 3_600_000 },
    { service: "mail", count: 1, toldCount: 1, dueAt: now + 7_200_000 },
    { service: "finance-card", count: 1, toldCount: 0, dueAt: now + 5 * 24 * 3_600_000 },
  ];
  const view = noticeView({ kind: "digest", occasion: "morning", rows, isUrgent: true }, situation(), now);
  expect(view.body).toBe("휴가·출장 2 · 가장 빠른 기한 15:05\n메일 1 · 16:05까지\nfinance-card 1 (새로 1)");
  expect(view.isUrgent).toBe(true);
  expect(view.tag).toBe("approvals");
});
