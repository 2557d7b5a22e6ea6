import { expect, test } from "vitest";
import { LANGUAGES, type Language } from "../../main/contract/catalog.ts";
import { defined } from "../../main/contract/defined.ts";
import { SETTINGS_PAGES } from "../../main/core/command.ts";
import { PREFERENCE_KEYS } from "../../main/core/preferences/preferences.ts";
import type { Problem } from "../../main/core/problem.ts";
import type { SelfUpdate } from "../../main/core/self-update.ts";
import { accountSummary } from "../../main/view/settings/account.ts";
import type { Field, Item } from "../../main/view/settings/fields.ts";
import { sampleNotice } from "../../main/view/settings/sample-notice.ts";
import type { SettingsView } from "../../main/view/settings/settings-view.ts";
import type { Situation } from "../../main/view/situation.ts";
import { event, ledger, now, stale } from "../renderer/situations.ts";
import { type Changes, viewOf } from "./settings-inputs.ts";

const items = (view: SettingsView): Item[] => view.sections.flatMap((section) => [...section.items]);

function fieldsOf(changes: Changes = {}): Map<string, Field> {
  const all = SETTINGS_PAGES.flatMap((page) => items(viewOf(page, changes)));
  return new Map(all.flatMap((item) => ("key" in item ? [[item.key, item] as const] : [])));
}

function itemOf<Kind extends Item["kind"]>(
  kind: Kind,
  page: Parameters<typeof viewOf>[0],
  changes: Changes = {},
): Extract<Item, { kind: Kind }> {
  const found = items(viewOf(page, changes)).find((item) => item.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} on ${page}`);
  return found as Extract<Item, { kind: Kind }>;
}

test("settings - every preference is on some page, and how services are told beside each", () => {
  const quietHours = { from: "22:00", to: "07:00" };
  const shown = [...fieldsOf({ preferences: { quietHours } }).keys(), "delivery"].sort();
  expect(shown).toEqual([...PREFERENCE_KEYS].sort());
});

test("settings - every page speaks both languages and says nothing empty", () => {
  for (const page of SETTINGS_PAGES) {
    const [ko, en] = LANGUAGES.map((language) => JSON.stringify(viewOf(page, { language })));
    expect(ko).not.toEqual(en);
    for (const text of [ko, en]) expect(text).not.toMatch(/undefined|NaN|"(label|hint|text|why)":""/);
    // Names of companies' services are in the catalog in both; everything else is ours.
    expect(en?.replaceAll("한국어", "")).not.toMatch(/[가-힣]/);
  }
});

test("settings - what a policy fixes is locked with the reason, and nothing else is", () => {
  const fields = fieldsOf({ fixed: { quietHours: null, language: "ko" } });
  const locked = [...fields.values()].filter(({ locked: why }) => why !== undefined);
  expect(locked.map(({ key }) => key).sort()).toEqual(["language", "quietHours"]);
  expect(locked[0]?.locked).toContain("조직 정책으로 고정됨");
  expect(itemOf("services", "services", { fixed: { delivery: {} } }).locked).toContain("조직 정책");
  expect(itemOf("services", "services").locked).toBeUndefined();
});

test("settings - a refused span stays to be seen, with words beside it, and the others are untouched", () => {
  const before = fieldsOf();
  const value = { from: "20:00", to: "18:00" };
  const after = fieldsOf({ refused: { key: "workingHours", value } });
  const { refusal, ...field } = after.get("workingHours") as Extract<Field, { kind: "span" }>;
  expect(refusal).toBe("시작 시각이 끝 시각보다 빨라야 합니다. 아직 저장하지 않았습니다.");
  expect(field.span).toEqual(value);
  for (const [key, each] of after) if (key !== "workingHours") expect(each).toEqual(before.get(key));
});

test("settings - a time that is none is refused for that, and not for the order of the two", () => {
  for (const value of [
    { from: "25:00", to: "18:00" },
    { from: "09:00", to: "9" },
  ]) {
    const field = fieldsOf({ refused: { key: "workingHours", value } }).get("workingHours");
    expect(field).toMatchObject({ span: value });
    expect(field?.refusal).toBe(
      "시각은 00:00부터 23:59까지, 09:30처럼 입력하세요. 아직 저장하지 않았습니다.",
    );
  }
});

test("settings - something refused that is no span is not shown as one", () => {
  for (const value of [5, null, { from: 1 }, "x"]) {
    const field = fieldsOf({ refused: { key: "workingHours", value } }).get("workingHours");
    expect(field).toMatchObject({ span: { from: "09:00", to: "18:00" } });
  }
});

test("settings - every preference has words for its refusal in both languages", () => {
  for (const language of LANGUAGES) {
    for (const [key] of fieldsOf()) {
      const refused = { key: key as (typeof PREFERENCE_KEYS)[number], value: "nonsense" };
      expect(fieldsOf({ language, refused }).get(key)?.refusal, key).toMatch(/\S{2}/);
    }
  }
});

test("settings - a reminder's minutes are said in the largest unit, also when only a policy could say them", () => {
  const labels = (changes: Changes): string[] => {
    const field = fieldsOf(changes).get("remindAfter");
    return field?.kind === "choice" ? field.options.map(({ label }) => label) : [];
  };
  expect(labels({})).toEqual([
    "다시 알리지 않음",
    "30분 뒤",
    "1시간 뒤",
    "2시간 뒤",
    "4시간 뒤",
    "8시간 뒤",
    "1일 뒤",
  ]);
  expect(labels({ language: "en", preferences: { remindAfter: 45 } })).toEqual([
    "Never",
    "After 30 minutes",
    "After 45 minutes",
    "After 1 hour",
    "After 2 hours",
    "After 4 hours",
    "After 8 hours",
    "After 1 day",
  ]);
});

test("settings - hints say what holds now", () => {
  const hints = (preferences: Changes["preferences"]) =>
    [...fieldsOf(defined({ preferences })).values()].map(({ hint }) => hint);
  expect(hints({ quietHours: { from: "22:00", to: "07:00" } })).toContain(
    "22:00부터 다음 날 07:00까지는 모아 두었다가 끝나면 한 번에 알립니다.",
  );
  expect(hints({ quietHours: { from: "12:00", to: "13:30" } }).join()).toContain("12:00부터 13:30까지는");
  expect(hints({ remindAfter: null })).toContain("한 번 알린 결재는 다시 알리지 않습니다.");
  expect(hints({ workingDays: [] }).join()).toContain("선택한 요일이 없어");
});

test("settings - the week begins on Monday and its days have names", () => {
  const field = fieldsOf({ language: "en" }).get("workingDays");
  const days = field?.kind === "weekdays" ? field.days : [];
  expect(days.map(({ short, isOn }) => `${short}${isOn ? "+" : ""}`)).toEqual([
    "Mon+",
    "Tue+",
    "Wed+",
    "Thu+",
    "Fri+",
    "Sat",
    "Sun",
  ]);
  expect(days[0]?.long).toBe("Monday");
});

test.each(["America/New_York", "Asia/Seoul", "Pacific/Kiritimati"])(
  "settings - the days keep their names on a PC that has come to %s since",
  (zone) => {
    const before = process.env["TZ"];
    process.env["TZ"] = zone;
    const field = fieldsOf({ language: "en" }).get("workingDays");
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
    expect(field?.kind === "weekdays" && field.days.map(({ short }) => short).join()).toBe(
      "Mon,Tue,Wed,Thu,Fri,Sat,Sun",
    );
  },
);

test("settings - a shortcut is shown with the names that stand on the keys", () => {
  const keys = (shortcut: string | null, platform: NodeJS.Platform = "linux") => {
    const field = fieldsOf({ preferences: { shortcut }, platform }).get("shortcut");
    return field?.kind === "shortcut" ? field.keys : undefined;
  };
  expect(keys("Control+Alt+Up")).toEqual(["Ctrl", "Alt", "↑"]);
  expect(keys("Super+Shift+F12", "win32")).toEqual(["Win", "Shift", "F12"]);
  expect(keys("Control+Shift+A", "darwin")).toEqual(["⌃", "⇧", "A"]);
  expect(keys(null)).toEqual([]);
});

test("settings - what has no effect says so beside itself", () => {
  const problems: Problem[] = [
    { key: "shortcut-taken", args: ["Ctrl+Alt+A"] },
    { key: "autostart-failed", args: ["EACCES"] },
  ];
  const fields = fieldsOf({ situation: { problems } });
  expect(fields.get("shortcut")?.trouble).toContain("Ctrl+Alt+A");
  expect(fields.get("startAtLogin")?.trouble).toContain("EACCES");
  expect([...fields.values()].filter(({ trouble }) => trouble !== undefined)).toHaveLength(2);
  const refused = { key: "shortcut", value: "A" } as const;
  const { refusal, trouble } = fieldsOf({ situation: { problems }, refused }).get("shortcut") ?? {};
  expect([refusal !== undefined, trouble]).toEqual([true, undefined]);
});

test("settings - a shortcut that the desktop keeps to itself is told beside it too, as on the board", () => {
  const problems: Problem[] = [{ key: "shortcut-wayland", args: ["Ctrl+Alt+A"] }];
  expect(fieldsOf({ situation: { problems } }).get("shortcut")?.trouble).toContain("Wayland");
});

test("settings - a pause is shown with its end, and can be ended", () => {
  expect(itemOf("pause", "notifications")).toMatchObject({ isPaused: false });
  const paused = itemOf("pause", "notifications", { situation: { pausedUntil: now + 3_600_000 } });
  expect(paused).toMatchObject({ isPaused: true, resume: "다시 켜기" });
  expect(paused.hint).toMatch(/\d\d:\d\d까지 알림이 꺼져 있습니다/);
});

test("settings - the sample notification is as loud as the preferences say, and about no service", () => {
  expect(sampleNotice("ko", { sound: false })).toMatchObject({
    title: "테스트 알림",
    isSilent: true,
    isUrgent: false,
    snoozes: [],
  });
  expect(sampleNotice("en", { sound: true })).toMatchObject({
    title: "Test notification",
    isSilent: false,
  });
});

test("settings - the state of the app's own updates is beside its version, with the exact fault", () => {
  const about = (changes: Changes) => viewOf("general", changes).sections.at(-1)?.items ?? [];
  const rows = (ownUpdates: SelfUpdate, language: Language = "ko") => {
    const [facts] = about({ ownUpdates, language });
    return facts?.kind === "facts" ? facts.rows.slice(1) : [];
  };
  expect(rows({ kind: "disabled", reason: "machine" })).toEqual([
    { label: "업데이트", values: ["이 PC의 관리자나 패키지 관리자가 업데이트합니다."] },
  ]);
  expect(rows({ kind: "ready", version: "0.2.0", notes: "새 설정" })).toEqual([
    { label: "업데이트", values: ["새 버전 0.2.0이 준비되었습니다. 다시 시작하면 적용됩니다."] },
    { label: "새로운 점", values: ["새 설정"] },
  ]);
  expect(rows({ kind: "failed", reason: "signature", detail: "latest-linux.yml" }, "en")).toEqual([
    {
      label: "Updates",
      values: ["The signature of the new version is wrong, so nothing was updated.", "latest-linux.yml"],
    },
  ]);
});

test("settings - an installed version has its button to restart, and without one there is none", () => {
  const restart = (situation: Partial<Situation>) =>
    viewOf("general", { situation })
      .sections.at(-1)
      ?.items.find(({ kind }) => kind === "restart");
  expect(restart({})).toBeUndefined();
  expect(restart({ update: { version: "0.2.0", kind: "newer" } })).toEqual({
    kind: "restart",
    hint: "새 버전 0.2.0이 설치되었습니다",
    button: "다시 시작하여 업데이트",
  });
});

test("settings - services say whether they are told, muted or put off", () => {
  const { rows } = itemOf("services", "services");
  expect(rows.map(({ service, mode, count }) => [service, mode, count])).toEqual([
    ["finance-card", "on", "결재 대기 12건"],
    ["hr-leave", "on", "결재 대기 3건"],
    ["visitor", "snoozed", "아직 받은 정보 없음"],
    ["sign", "on", "아직 받은 정보 없음"],
    ["mail", "muted", "아직 받은 정보 없음"],
  ]);
  expect(rows[2]?.state).toMatch(/\d\d:\d\d까지 미룸/);
  expect(itemOf("services", "services", { situation: { catalog: [], ledger: new Map() } }).empty?.text).toBe(
    "등록된 서비스가 없습니다",
  );
});

test("settings - a service's count is nothing only where it is sure", () => {
  const counts = (situation: NonNullable<Changes["situation"]>) =>
    itemOf("services", "services", { situation }).rows.map(({ count }) => count);
  const heard = { ledger: ledger([event("hr-leave", 3, 4), event("finance-card", 0, 75)]) };
  expect(counts(heard).slice(0, 2)).toEqual(["결재 대기 3건", "대기 없음"]);
  expect(counts({ ...heard, unsure: new Set(["hr-leave", "finance-card", "sign"]) })).toEqual([
    "결재 대기 3건 (미확인)",
    "현재 건수를 알 수 없음",
    "현재 건수를 알 수 없음",
    "아직 받은 정보 없음",
    "아직 받은 정보 없음",
  ]);
  expect(counts({ ...heard, connection: stale }).slice(0, 2)).toEqual([
    "결재 대기 3건",
    "현재 건수를 알 수 없음",
  ]);
});

test("settings - the account's state is not called up to date while a count is not sure", () => {
  const texts = JSON.stringify(itemOf("facts", "account", { situation: { unsure: new Set(["hr-leave"]) } }));
  expect(texts).toContain("1개 서비스의 건수를 확인하지 못했습니다");
  expect(texts).not.toContain("최신 상태입니다");
});

test("settings - the account says whom, where and how, and a policy's is locked", () => {
  const texts = JSON.stringify(itemOf("facts", "account", { situation: { connection: stale } }));
  for (const text of ["hong.gd", "tls://broker-1.example.com", "비밀번호", "연결 끊김"]) {
    expect(texts).toContain(text);
  }
  expect(itemOf("account", "account").locked).toBeUndefined();
  const account = accountSummary({ user: "hong.gd", servers: ["nats://a:1"] }, true);
  expect(itemOf("account", "account", { account }).locked).toContain("조직 정책");
  expect(itemOf("account", "account", { account: null }).text).toContain("아직 계정이 없습니다");
});

test("settings - of credentials only their kind is known", () => {
  const kind = (credentials: Parameters<typeof accountSummary>[0]["credentials"]) =>
    accountSummary({ user: "u", servers: [], credentials }, false);
  expect(kind({ username: "u", password: "secret" }).credentials).toBe("password");
  expect(kind({ credsFile: "/a.creds" }).credentials).toBe("creds-file");
  expect(kind({ creds: "secret" }).credentials).toBe("creds-file");
  expect(kind({ creds: "secret", enrolled: true }).credentials).toBe("enrolled");
  expect(kind({ nkeyFile: "/a.nk" }).credentials).toBe("nkey-file");
  expect(kind({ nkeySeed: "secret" }).credentials).toBe("nkey-file");
  expect(kind(undefined).credentials).toBe("none");
  expect(JSON.stringify(kind({ username: "u", password: "secret" }))).not.toContain("secret");
});
