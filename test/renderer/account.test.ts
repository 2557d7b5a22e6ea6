import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { LANGUAGES } from "../../main/contract/catalog.ts";
import type { AccountDialog } from "../../main/core/account/dialog.ts";
import type { AccountContract } from "../../main/desktop/windows/contracts/account.ts";
import { accountView } from "../../main/view/account.ts";
import { ENROLMENTS, enrolDialog } from "../core/account/enrol-forms.ts";
import { dialogOf, FIXED, tested } from "../core/account/forms.ts";
import { sample } from "../sample.ts";
import { axeFindings, DEFAULT_LOOK, LOOKS } from "./axe.ts";
import { layoutFaults } from "./layout.ts";
import { openWindowPage, type WindowPage } from "./window-page.ts";

let window: WindowPage<AccountContract>;
beforeAll(async () => {
  window = await openWindowPage({ name: "account", size: { width: 520, height: 650 } });
});
afterEach(() => window.zoom(1));
afterAll(() => window?.dispose());

const services = ["휴가·출장", "법인카드", "방문자 출입", "메일"].map((ko) => ({ id: ko, name: { ko } }));
const refused = tested({ kind: "failed", step: "sign-in", cause: "credentials", detail: "" });
const unreachable = tested({ kind: "failed", step: "reach", cause: "unreachable", detail: "" });
const succeeded = tested({ kind: "succeeded", services });

async function openDialog(dialog: AccountDialog): Promise<void> {
  await window.open(accountView(dialog));
  await expect.poll(window.takeCommands).toEqual([{ kind: "ready" }]);
}

const shown = { servers: "broker.example.com", user: "", username: "", method: "password" } as const;

test("account page - what is typed is told as it is typed, but for the secret", async () => {
  await openDialog(dialogOf());
  await window.page.fill("[name=servers]", "b.example.com");
  await window.page.fill("[name=password]", "hunter2");
  expect(await window.takeCommands()).toEqual([
    { kind: "edit", ...shown, servers: "b.example.com" },
    { kind: "edit-secret" },
  ]);
});

test("account page - enter tries the connection, and only that sends the secret", async () => {
  await openDialog(dialogOf());
  await window.page.fill("[name=password]", "hunter2");
  await window.takeCommands();
  await window.page.press("[name=password]", "Enter");
  expect(await window.takeCommands()).toEqual([{ kind: "test", ...shown, password: "hunter2", pasted: "" }]);
});

test("account page - a redrawn page keeps what is typed, also while the answer is on its way", async () => {
  await openDialog(dialogOf());
  await window.page.fill("[name=password]", "hunter2");
  await window.page.fill("[name=servers]", "b.example.com");
  await window.draw(accountView(dialogOf({ phase: { kind: "testing", step: "reach" } })));
  await window.draw(accountView(dialogOf(refused)));
  expect(await window.page.inputValue("[name=servers]")).toBe("b.example.com");
  expect(await window.page.inputValue("[name=password]")).toBe("hunter2");
  await window.draw(accountView(dialogOf({ generation: 2 })));
  await expect.poll(() => window.page.inputValue("[name=password]")).toBe("");
});

test("account page - enter signs on, enter in the field of the code uses it, and a wrong one stays there to be mended", async () => {
  await openDialog(enrolDialog());
  await expect
    .poll(() => window.page.evaluate("document.activeElement?.textContent"))
    .toBe("회사 계정으로 로그인");
  await window.page.keyboard.press("Enter");
  expect(await window.takeCommands()).toEqual([{ kind: "enrol", does: "sign-on", code: "" }]);
  await window.page.fill("[name=code]", "7k2m-0000");
  await window.page.press("[name=code]", "Enter");
  expect(await window.takeCommands()).toEqual([{ kind: "enrol", does: "use-code", code: "7k2m-0000" }]);
  await window.draw(accountView(enrolDialog(ENROLMENTS["asking for the login"])));
  await window.draw(accountView(enrolDialog(ENROLMENTS["a wrong code"])));
  await expect.poll(() => window.page.evaluate("document.activeElement?.id")).toBe("code");
  expect(await window.page.inputValue("[name=code]")).toBe("7k2m-0000");
  expect(await window.page.getAttribute("#code", "aria-invalid")).toBe("true");
});

test("account page - a screen reader hears that the browser is waited for, and the buttons do what they say", async () => {
  await openDialog(enrolDialog());
  await window.draw(accountView(enrolDialog(ENROLMENTS["waiting for the browser"])));
  await expect.poll(() => window.page.getByRole("status").innerText()).toContain("브라우저에서 로그인하세요");
  await window.page.getByRole("button", { name: "브라우저 다시 열기" }).click();
  await window.page.getByRole("button", { name: "취소" }).click();
  expect(await window.takeCommands()).toEqual([
    { kind: "enrol", does: "open-again", code: "" },
    { kind: "enrol", does: "cancel", code: "" },
  ]);
  await openDialog(enrolDialog());
  await window.page.getByRole("button", { name: "직접 입력…" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "enrol", does: "by-hand", code: "" }]);
});

test("account page - escape closes", async () => {
  await openDialog(dialogOf());
  await window.page.keyboard.press("Escape");
  expect(await window.takeCommands()).toEqual([{ kind: "close" }]);
});

test("account page - a password is seen when the person wants to, and its button says so", async () => {
  await openDialog(dialogOf());
  const toggle = window.page.getByRole("button", { name: "비밀번호 표시" });
  const type = (): Promise<string | null> => window.page.getAttribute("[name=password]", "type");
  expect([await type(), await toggle.getAttribute("aria-pressed")]).toEqual(["password", "false"]);
  await toggle.click();
  expect([await type(), await toggle.getAttribute("aria-pressed")]).toEqual(["text", "true"]);
});

test("account page - the other way to sign in is a click or an arrow key away", async () => {
  await openDialog(dialogOf());
  await window.page.getByLabel("이름과 비밀번호").focus();
  await window.page.keyboard.press("ArrowRight");
  expect(await window.takeCommands()).toEqual([{ kind: "edit", ...shown, method: "credentials" }]);
  await openDialog(dialogOf({}, { method: "credentials" }));
  await window.page.getByRole("button", { name: "파일 선택…" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "choose-file" }]);
  await window.page.fill("[name=pasted]", "text");
  await window.takeCommands();
  await window.page.getByRole("button", { name: "연결 확인" }).click();
  expect(await window.takeCommands()).toEqual([
    { kind: "test", ...shown, method: "credentials", password: "", pasted: "text" },
  ]);
});

test("account page - a fault takes the focus to its field and is its description", async () => {
  const faults = { password: { ok: false, reason: "missing", detail: "" } } as const;
  await openDialog(dialogOf());
  await window.draw(accountView(dialogOf({ phase: { kind: "filling", faults } })));
  await expect.poll(() => window.page.evaluate("document.activeElement?.id")).toBe("password");
  expect(await window.page.getAttribute("#password", "aria-describedby")).toBe("password-fault");
  expect(await window.page.getAttribute("#password", "aria-invalid")).toBe("true");
});

test("account page - whoever gives up a chosen file by the keyboard can choose another at once", async () => {
  const file = { kind: "unreadable", name: "a.creds", detail: "EACCES" } as const;
  await openDialog(dialogOf({ file }, { method: "credentials" }));
  await window.page.getByRole("button", { name: "선택 취소" }).focus();
  await window.page.keyboard.press("Enter");
  expect(await window.takeCommands()).toEqual([{ kind: "forget-file" }]);
  await window.draw(accountView(dialogOf({}, { method: "credentials" })));
  await expect.poll(() => window.page.evaluate("document.activeElement.textContent")).toBe("파일 선택…");
});

test("account page - a screen reader announces the outcome of a connection test", async () => {
  await openDialog(dialogOf());
  await window.draw(accountView(dialogOf(refused)));
  const status = window.page.getByRole("status");
  await expect.poll(() => status.innerText()).toContain("로그인이 거부되었습니다");
  expect(await status.innerText()).toContain("실패");
});

test("account page - while it is tried nothing can be typed, and it can be cancelled", async () => {
  await openDialog(dialogOf({ phase: { kind: "testing", step: "reach" } }));
  expect(await window.page.isEditable("[name=servers]")).toBe(false);
  await window.page.getByRole("button", { name: "취소" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "cancel-test" }]);
});

test("account page - what was found is saved by enter; what failed may be saved by its own button", async () => {
  await openDialog(dialogOf(succeeded));
  await window.page.press("[name=servers]", "Enter");
  expect(await window.takeCommands()).toEqual([{ kind: "save" }]);
  await openDialog(dialogOf(unreachable));
  await window.page.getByRole("button", { name: "확인 없이 저장" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "save" }]);
});

test("account page - nothing moves by itself for whoever wants no motion", async () => {
  const moving = (): Promise<number> => window.page.evaluate("document.getAnimations().length");
  await openDialog(dialogOf({ phase: { kind: "testing", step: "reach" } }));
  await expect.poll(moving).toBe(1);
  await window.page.emulateMedia({ reducedMotion: "reduce" });
  try {
    await expect.poll(moving).toBe(0);
  } finally {
    await window.page.emulateMedia({ reducedMotion: "no-preference" });
  }
});

const states: Readonly<Record<string, (language: "ko" | "en") => AccountDialog>> = {
  "signed in by another name than the approver's": (language) =>
    dialogOf(
      { startsAtLogin: true, hiddenIcon: "windows-overflow", ...succeeded },
      { user: "kim.ys", username: "hong.gd" },
      language,
    ),
  "first start": (language) => dialogOf({}, { servers: "" }, language),
  "an open address": (language) => dialogOf({}, { servers: "nats://10.0.0.5" }, language),
  "signing in with a file": (language) =>
    dialogOf({ keeping: "memory" }, { method: "credentials" }, language),
  "an unreadable file": (language) =>
    dialogOf(
      { file: { kind: "unreadable", name: "a.creds", detail: "EACCES" } },
      { method: "credentials" },
      language,
    ),
  checking: (language) => dialogOf({ phase: { kind: "testing", step: "sign-in" } }, {}, language),
  "a failure": (language) => dialogOf(unreachable, {}, language),
  "a success": (language) => dialogOf(succeeded, {}, language),
  "a lost secret": (language) =>
    dialogOf({ occasion: { kind: "secret-lost", why: "memory-only" }, keeping: "memory" }, {}, language),
  "a policy": (language) => ({ ...FIXED, language }),
  ...Object.fromEntries(
    Object.entries(ENROLMENTS).map(([name, state]) => [
      `enrolment, ${name}`,
      (language: "ko" | "en") => enrolDialog(state, language),
    ]),
  ),
};

const languages = sample(LANGUAGES, (language) => language === "ko");
const schemes = sample(["light", "dark"] as const, (scheme) => scheme === "dark");
const factors = sample([1.25, 1.5, 2], (factor) => factor === 2);

for (const [title, make] of Object.entries(states)) {
  test(`account page - axe finds nothing to mend, nothing sticks out or is cut off, also enlarged up to 200 %: ${title}`, async () => {
    for (const language of languages) {
      for (const colorScheme of schemes) {
        await openDialog(make(language));
        for (const look of LOOKS) {
          await window.page.emulateMedia({ colorScheme, ...look });
          const where = `${language}, ${colorScheme}, ${JSON.stringify(look)}`;
          expect(await axeFindings(window.page), where).toEqual([]);
        }
        await window.page.emulateMedia(DEFAULT_LOOK);
      }
      for (const factor of factors) {
        await window.zoom(factor);
        await expect.poll(() => window.page.evaluate("window.devicePixelRatio")).toBe(factor);
        expect(await layoutFaults(window.page), `${language}, ${factor}`).toEqual([]);
      }
      await window.zoom(1);
      await expect.poll(() => window.page.evaluate("window.devicePixelRatio")).toBe(1);
    }
  });
}

test("account page - the first start asks whether to start at login, and has room for the steps and the card", async () => {
  const first = { startsAtLogin: true, hiddenIcon: "windows-overflow" } as const;
  await openDialog(dialogOf(first));
  const choice = window.page.getByRole("checkbox", { name: "로그인할 때 시작" });
  expect(await choice.isChecked()).toBe(true);
  await choice.click();
  expect(await window.takeCommands()).toEqual([{ kind: "start-at-login", isOn: false }]);
  await window.resize(520, 690); // the dialog's size
  const hidden =
    "(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('.body'))";
  for (const state of [{ phase: { kind: "testing", step: "read" } } as const, refused, succeeded]) {
    await window.draw(accountView(dialogOf({ ...first, hiddenIcon: undefined, ...state })));
    await expect.poll(() => window.page.evaluate(hidden)).toBeLessThanOrEqual(0);
  }
  await window.draw(accountView(dialogOf({ ...first, ...succeeded })));
  await window.page.getByText("아이콘이 작업 표시줄의 ∧ 안에 있습니다").waitFor();
  expect(await window.page.evaluate(hidden)).toBeLessThanOrEqual(0);
  expect(await axeFindings(window.page)).toEqual([]);
  await window.resize(520, 650);
});
