import { expect, test } from "vitest";
import { LANGUAGES } from "../../main/contract/catalog.ts";
import { accountView } from "../../main/view/account.ts";
import { ENROLMENTS, enrolDialog } from "../core/account/enrol-forms.ts";
import { dialogOf } from "../core/account/forms.ts";

const enrolOf = (name: string) => accountView(enrolDialog(ENROLMENTS[name])).enrol;

test("enrolment view - the first start offers the sign-on first, then a code, and the entry by hand aside", () => {
  const { heading, intro, enrol, form } = accountView(enrolDialog());
  expect(form).toBeUndefined();
  expect(heading).toBe("회사 계정으로 연결합니다");
  expect(intro).toContain("alrimi.example.com");
  expect(enrol?.actions.map(({ does }) => does)).toEqual(["sign-on", "use-code"]);
  expect(enrol?.other).toEqual({ label: "직접 입력…", does: "by-hand" });
  expect(enrol?.start?.isOn).toBe(true);
});

test("enrolment view - where the policy gives the servers nothing is entered by hand", () => {
  expect(accountView(enrolDialog(undefined, "ko", { mayByHand: false })).enrol?.other).toBeUndefined();
});

test("enrolment view - a fault of the code is told at its field, any other one above", () => {
  expect(enrolOf("a wrong code")?.code?.fault).toContain("코드가 맞지 않습니다");
  expect(enrolOf("a wrong code")?.status).toBeUndefined();
  expect(enrolOf("a person whom nobody knows")?.status).toMatchObject({ kind: "fault" });
  expect(enrolOf("a full disk")?.status?.text).toBe("ENOSPC");
});

test("enrolment view - it waits for the browser with the number and the time, and can open it again or cancel", () => {
  const waiting = enrolOf("waiting for the browser");
  expect(waiting?.number?.value).toBe("483-201");
  expect(waiting?.status?.text).toContain("14:15까지");
  expect(waiting?.actions.map(({ does }) => does)).toEqual(["open-again", "cancel"]);
});

test("enrolment view - a server that is away is told since when", () => {
  expect(enrolOf("a server that is away")?.status).toMatchObject({ kind: "trouble" });
  expect(enrolOf("a server that is away")?.status?.text).toContain("14:02부터 alrimi.example.com");
});

test("enrolment view - a PC that is enrolled says for whom and until when, and the form leads back to it", () => {
  const until = Date.parse("2026-12-05T09:00:00+09:00");
  const { heading, intro, enrol } = accountView(
    enrolDialog(undefined, "ko", { enrolled: { user: "hong.gd", until } }),
  );
  expect(heading).toBe("이 PC의 등록");
  expect(intro).toContain("hong.gd 님으로 등록되어 있습니다. 12. 5. 09:00까지");
  expect(enrol?.actions[0]?.label).toBe("다시 로그인");
  expect(accountView(dialogOf()).other).toBeUndefined();
  const form = dialogOf();
  if (form.kind === "form") expect(accountView({ ...form, mayEnrol: true }).other?.does).toBe("by-enrolment");
});

test.each(Object.keys(ENROLMENTS))(
  "enrolment view - %s is said in both languages, and not in the same words",
  (name) => {
    const [ko, en] = LANGUAGES.map((language) =>
      JSON.stringify(accountView(enrolDialog(ENROLMENTS[name], language))),
    );
    expect(ko).not.toBe(en);
    for (const text of [ko, en]) expect(text).not.toMatch(/undefined|NaN|\[object/);
  },
);
