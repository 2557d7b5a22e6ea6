import { expect, test } from "vitest";
import { LANGUAGES } from "../../main/contract/catalog.ts";
import { stepOf, type TestCause } from "../../main/core/account/connection-test.ts";
import type { Occasion } from "../../main/core/account/dialog.ts";
import { parseDraft } from "../../main/core/account/draft.ts";
import { type AccountView, accountView } from "../../main/view/account.ts";
import { credsOf } from "../core/account/creds.ts";
import { dialogOf, FIXED, tested } from "../core/account/forms.ts";

const CAUSES: Readonly<Record<TestCause, true>> = {
  unreachable: true,
  disconnected: true,
  "no-answer": true,
  "not-nats": true,
  tls: true,
  credentials: true,
  permission: true,
  "no-stream": true,
  "name-not-found": true,
  "no-encryption": true,
  "file-unreadable": true,
  "too-slow": true,
};
const causes = Object.keys(CAUSES) as TestCause[];

function formOf(view: AccountView): NonNullable<AccountView["form"]> {
  if (view.form === undefined) throw new Error("no form");
  return view.form;
}

test("account view - what a name alone means is shown before it is dialled", () => {
  expect(formOf(accountView(dialogOf())).servers.hint).toBe("연결할 주소: tls://broker.example.com:4222");
  expect(formOf(accountView(dialogOf({}, { servers: "nats://b" }))).servers.hint).toContain(
    "암호화되지 않을 수",
  );
  expect(formOf(accountView(dialogOf({}, { servers: "127.0.0.1" }))).servers.hint).not.toContain("암호화");
});

test("account view - whose counts are read is shown: who is logged in, or whom a chosen file names", () => {
  expect(formOf(accountView(dialogOf())).user.placeholder).toBe("hong.gd");
  const file = { kind: "read", name: "kim.creds", content: credsOf({ name: "kim%2Eys" }) } as const;
  const form = formOf(accountView(dialogOf({ file }, { method: "credentials" })));
  expect(form.user.placeholder).toBe("kim.ys");
  expect(form.credentials.file?.text).toContain("kim.ys 님의 인증 정보");
});

test.each([
  ["only another approver is typed", { user: "kim.ys", username: "hong.gd" }, true],
  ["only another name is typed", { user: "", username: "kim.ys" }, false],
  ["both are the same", { user: "Kim.YS", username: " kim.ys " }, false],
  ["the name is left empty, so it is the approver's", { user: "kim.ys", username: "" }, false],
  ["there is no name to sign in by", { user: "kim.ys", username: "hong.gd", method: "credentials" }, false],
] as const)(
  "account view - a login by another name than the approver's is said: %s",
  (_what, shown, isSaid) => {
    const { hint } = formOf(accountView(dialogOf({}, shown))).user;
    if (isSaid) expect(hint).toContain("hong.gd 계정으로 로그인해 kim.ys 님의");
    else expect(hint).not.toContain("로그인해");
  },
);

test("account view - no secret is ever in it", () => {
  const content = credsOf({ name: "kim" });
  const kept = {
    servers: ["tls://b:4222"],
    user: "hong.gd",
    credentials: { username: "u", password: "hunter2" },
  };
  const view = accountView(
    dialogOf({
      file: { kind: "read", name: "kim.creds", content },
      known: { loginName: "hong.gd", kept, now: 0 },
    }),
  );
  expect(JSON.stringify(view)).not.toMatch(/hunter2|SUAAA|eyJ/);
});

test.each(LANGUAGES)("account view - every failure says what failed and what to do, in %s", (language) => {
  for (const cause of causes) {
    for (const method of ["password", "credentials"] as const) {
      const outcome = { kind: "failed", step: stepOf(cause), cause, detail: "hong.gd" } as const;
      const { connectionTest, actions } = formOf(
        accountView(dialogOf(tested(outcome), { method }, language)),
      );
      expect(connectionTest?.heading, cause).toMatch(/./);
      expect(connectionTest?.text, cause).toMatch(/./);
      expect(connectionTest?.steps.filter(({ state }) => state === "failed").map(({ step }) => step)).toEqual(
        [stepOf(cause)],
      );
      expect(actions[0]?.does).toBe("test");
      // What cannot become right by waiting is not saved.
      expect(actions.some(({ does }) => does === "save")).toBe(cause !== "credentials");
    }
  }
});

test.each(LANGUAGES)("account view - every reason for opening has words of its own, in %s", (language) => {
  const occasions: Occasion[] = [
    { kind: "first-run" },
    { kind: "change" },
    ...(["memory-only", "undecryptable", "damaged", "locked"] as const).map(
      (why): Occasion => ({ kind: "secret-lost", why }),
    ),
  ];
  const said = occasions.map((occasion) => {
    const { heading, intro } = accountView(dialogOf({ occasion }, {}, language));
    return `${heading} ${intro}`;
  });
  expect(new Set(said).size).toBe(occasions.length);
});

test.each(LANGUAGES)("account view - each fault stands at its field, in %s", (language) => {
  const draft = {
    servers: "http://x",
    user: "x".repeat(65),
    method: "password",
    username: "",
    password: "",
    pasted: "",
  } as const;
  const parsed = parseDraft(draft, { loginName: "hong", file: undefined, kept: undefined, now: 0 });
  const faults = parsed.ok ? {} : parsed.faults;
  const form = formOf(accountView(dialogOf({ phase: { kind: "filling", faults } }, {}, language)));
  expect(form.servers.fault).toContain("http://x");
  expect(form.user.fault).toMatch(/64/);
  expect(form.password.fault).toMatch(/./);
  expect(form.username.fault).toBeUndefined();
});

test("account view - the day on which credentials expired is the calendar's", () => {
  const detail = "2026-11-21T15:30:00.000Z"; // in Seoul it is the 22nd
  const faults = { credentials: { ok: false, reason: "expired", detail } } as const;
  const form = formOf(accountView(dialogOf({ phase: { kind: "filling", faults } }, {}, "en")));
  expect(form.credentials.fault).toContain("Nov 22, 2026");
});

test("account view - while it is tried nothing can be typed, and it can be cancelled", () => {
  const form = formOf(accountView(dialogOf({ phase: { kind: "testing", step: "read" } })));
  expect(form.isLocked).toBe(true);
  expect(form.actions.map(({ does }) => does)).toEqual(["cancel-test"]);
  expect(form.connectionTest?.steps.map(({ state }) => state)).toEqual(["done", "done", "done", "now"]);
});

test("account view - encryption that was not needed is not shown as checked", () => {
  const form = formOf(
    accountView(dialogOf({ phase: { kind: "testing", step: "read" } }, { servers: "nats://b" })),
  );
  expect(form.connectionTest?.steps.map(({ state }) => state)).toEqual(["done", "skipped", "done", "now"]);
});

test("account view - a success names what will be heard of, and can be saved", () => {
  const services = ["가", "나", "다", "라", "마"].map((ko) => ({ id: ko, name: { ko } }));
  const form = formOf(accountView(dialogOf(tested({ kind: "succeeded", services }))));
  expect(form.connectionTest?.text).toBe("가, 나, 다 외 2개 서비스의 알림을 받습니다.");
  expect(form.actions.map(({ does }) => does)).toEqual(["save"]);
  const none = formOf(accountView(dialogOf(tested({ kind: "succeeded", services: [] }))));
  expect(none.connectionTest?.text).toContain("아직 등록된 서비스가 없습니다");
});

test("account view - what a policy fixes is shown with the file that fixes it, and nothing can be typed", () => {
  const view = accountView(FIXED);
  expect(view.form).toBeUndefined();
  expect(view.intro).toContain("/etc/alrimi/policy.json");
  expect(view.fixed?.flatMap(({ values }) => values)).toEqual([
    "tls://broker-1.example.com:4222",
    "tls://broker-2.example.com:4222",
    "hong.gd",
    "사용자 이름과 비밀번호 (hong.gd)",
  ]);
  const unread = accountView({
    ...FIXED,
    language: "en",
    kind: "fixed",
    fixed: { file: "/p.json", holds: undefined },
  });
  expect(unread.fixed?.[0]?.values[0]).toContain("cannot be read");
});

test("account view - where nobody knows who is logged in, no name is promised", () => {
  const { user } = formOf(accountView(dialogOf({ known: { loginName: "", kept: undefined, now: 0 } })));
  expect(user).toMatchObject({ placeholder: "", value: "" });
  expect(user.hint).toBeUndefined();
});

test("account view - where a secret goes is said: into the keychain, nowhere, or nowhere yet", () => {
  const said = (["keychain", "memory", "waiting"] as const).map(
    (keeping) => formOf(accountView(dialogOf({ keeping }))).keeping,
  );
  expect(new Set(said).size).toBe(3);
  expect(said[2]).toContain("아직 응답하지 않습니다");
});

test("account view - where a desktop hides the icon, a first connection that works is followed by where it is", () => {
  const given = { startsAtLogin: true, hiddenIcon: "gnome-extension" } as const;
  const form = formOf(accountView(dialogOf(given)));
  expect(form.start).toMatchObject({ label: "로그인할 때 시작", isOn: true });
  expect(form.hiddenIcon).toBeUndefined();
  const worked = formOf(accountView(dialogOf({ ...given, ...tested({ kind: "succeeded", services: [] }) })));
  expect(worked.hiddenIcon?.text).toContain("AppIndicator");
  expect(formOf(accountView(dialogOf())).start).toBeUndefined();
});
