import { expect, test } from "vitest";
import { noticeView } from "../../main/view/notice.ts";
import { now, situation } from "./situation.ts";

test("notice - a new item that is due within two hours is urgent, one of tomorrow is not", () => {
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
    false,
  ]);
});

test("notice - a digest has a row a service and the number of new ones", () => {
  const rows = Array.from({ length: 8 }, (_, index) => ({ service: `s${index}`, count: 3, toldCount: 1 }));
  const view = noticeView(
    { kind: "digest", occasion: "while-away", rows, isUrgent: false },
    situation(),
    now,
  );
  expect(view.title).toBe("연결되지 않은 동안 새 결재 16건");
  expect(view.body.split("\n")).toHaveLength(7);
  expect(view.body).toContain("외 2개 서비스");
  expect(view.service).toBeUndefined();
});

test.each([
  ["news", 1_003],
  ["while-quiet", 1_003],
  ["reminder", 1_203],
  ["deadline", 1_203],
  ["morning", 1_203],
  ["leaving", 1_203],
  ["together", 1_203],
] as const)("notice - the title of a digest counts what is new, or what waits: %s", (occasion, total) => {
  const rows = [{ service: "hr-leave", count: 1_203, toldCount: 200 }];
  for (const language of ["ko", "en"] as const) {
    const { title } = noticeView(
      { kind: "digest", occasion, rows, isUrgent: false },
      situation({ language }),
      now,
    );
    expect(title).toContain(total.toLocaleString(language));
  }
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
  expect(view.body).toBe("휴가·출장 2 · 가장 빠른 기한 15:05\n메일 1 · 16:05까지\nfinance-card 1");
  expect(view.isUrgent).toBe(true);
  expect(view.tag).toBe("digest:finance-card,hr-leave,mail");
});
