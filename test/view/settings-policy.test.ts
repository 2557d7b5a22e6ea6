import { expect, test } from "vitest";
import { effectiveValues, type PolicyLayer } from "../../main/core/policy/effective.ts";
import { DEFAULT_PREFERENCES, PREFERENCE_KEYS } from "../../main/core/preferences/preferences.ts";
import { type Changes, viewOf } from "./settings-inputs.ts";

const policy: PolicyLayer = {
  file: "/etc/alrimi/policy.json",
  kind: "machine",
  locked: { remindAfter: 60, workingDays: [1, 5], quietHours: { from: "22:00", to: "07:00" } },
  defaults: { sound: false, theme: "dark", delivery: { "hr-leave": "off", unknown: "batched" } },
  lines: { locked: { remindAfter: 4 }, defaults: { sound: 9 } },
};

/** The texts of each row, by its label. */
function rowsOf(changes: Changes = {}): Record<string, readonly string[]> {
  const rows = viewOf("policy", changes).sections.flatMap(({ items }) =>
    items.flatMap((item) => (item.kind === "facts" ? item.rows : [])),
  );
  return Object.fromEntries(rows.map(({ label, values }) => [label, values]));
}

const values = effectiveValues(DEFAULT_PREFERENCES, [policy], { theme: "light", shortcut: "Control+Alt+A" });

test("settings in effect - each value is shown with its source, and a lock with the file that locks it", () => {
  expect(rowsOf({ values, policies: { files: [policy.file], faults: [], isInFleet: false } })).toEqual({
    "관리자 설정": ["/etc/alrimi/policy.json"],
    언어: ["시스템 언어 (한국어)", "기본값"],
    테마: ["라이트", "직접 설정함"],
    "알림 소리": ["꺼짐", "관리자 기본값 (바꿀 수 있음): /etc/alrimi/policy.json:9"],
    "로그인할 때 시작": ["꺼짐", "기본값"],
    "결재 현황 여는 단축키": ["Ctrl+Alt+A", "직접 설정함"],
    "다시 알림": ["1시간 뒤", "관리자가 고정함: /etc/alrimi/policy.json:4"],
    근무일: ["월요일, 금요일", "관리자가 고정함: /etc/alrimi/policy.json"],
    "근무 시간": ["09:00–18:00", "기본값"],
    점심시간: ["12:00–13:00", "기본값"],
    "방해 금지 시간": ["22:00–07:00", "관리자가 고정함: /etc/alrimi/policy.json"],
    "아침 요약": ["켜짐", "기본값"],
    "퇴근 전 요약": ["꺼짐", "기본값"],
    "잠금 화면에서 내용 숨기기": ["켜짐", "기본값"],
    "모아서 알리는 시각": ["11:00, 16:00", "기본값"],
    "근무 시간에만 알림": ["켜짐", "기본값"],
    "급한 것은 근무 시간이 아니어도 알림": ["켜짐", "기본값"],
    "방해 금지 요일": ["월요일, 화요일, 수요일, 목요일, 금요일, 토요일, 일요일", "기본값"],
    "쉬는 날": ["없음", "기본값"],
    "주간 요약": ["꺼짐", "기본값"],
    "서비스별 알림": [
      "휴가·출장: 끄기, unknown: 모아서",
      "관리자 기본값 (바꿀 수 있음): /etc/alrimi/policy.json",
    ],
  });
});

test("settings in effect - without a policy every row is there, in English too", () => {
  const rows = rowsOf({ language: "en", values: effectiveValues(DEFAULT_PREFERENCES, [], {}) });
  expect(Object.keys(rows)).toHaveLength(PREFERENCE_KEYS.length + 1);
  expect(rows).toMatchObject({
    "Administrator's settings": ["None"],
    "Quiet hours": ["Off", "Built-in default"],
    "How services notify": ["None", "Built-in default"],
    "Remind me again": ["After 2 hours", "Built-in default"],
  });
});

test("settings in effect - a policy that asks for reports is told, with what they do not hold", () => {
  const rows = rowsOf({ policies: { files: [], faults: [], isInFleet: true } });
  expect(rows["관리자에게 상태 보고"]).toEqual([
    expect.stringContaining("결재 건수와 서비스는 보내지 않습니다"),
  ]);
});

test("settings in effect - entries that are not used are listed with their place, each once", () => {
  const fault = { where: "/etc/alrimi/policy.json:3", detail: 'unknown key "theem"' };
  const rows = rowsOf({ policies: { files: [], faults: [fault, fault], isInFleet: false } });
  expect(rows["적용하지 않은 항목"]).toEqual(['/etc/alrimi/policy.json:3 — unknown key "theem"']);
});
