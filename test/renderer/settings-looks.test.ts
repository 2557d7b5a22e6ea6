import { afterAll, beforeAll, expect, test } from "vitest";
import { LANGUAGES } from "../../main/core/catalog.ts";
import { SETTINGS_PAGES } from "../../main/core/command.ts";
import { DEFAULT_PREFERENCES } from "../../main/core/preferences.ts";
import type { SettingsView } from "../../main/core/view/settings/settings-view.ts";
import type { SettingsCommand } from "../../main/desktop/windows/ipc-contract.ts";
import { type Changes, viewOf } from "../core/view/settings-inputs.ts";
import { axeFindings } from "./axe.ts";
import { crowd, now, stale } from "./situations.ts";
import { openWindowPage, type WindowPage } from "./window-page.ts";

const SIZE = { width: 760, height: 600 };
/** The least that the window may be. */
const LEAST = { width: 420, height: 400 };

let window: WindowPage<SettingsView, SettingsCommand>;
beforeAll(async () => {
  window = await openWindowPage({ name: "settings", size: SIZE });
});
afterAll(() => window?.dispose());

/** Pages as they are every day, and with everything that makes them larger. */
const situations: Readonly<Record<string, Changes>> = {
  everyday: {},
  crowded: {
    situation: {
      ...crowd(30),
      connection: stale,
      pausedUntil: now + 3_600_000,
      problems: [
        { key: "shortcut-taken", args: ["Ctrl+Alt+Shift+Page Down"] },
        { key: "autostart-failed", args: [`EACCES: ${"/folder".repeat(20)}`] },
      ],
      snoozed: new Map([["service-1", now + 3_600_000]]),
    },
    preferences: {
      shortcut: "Control+Alt+Shift+PageDown",
      quietHours: { from: "22:00", to: "07:00" },
      remindAfter: 9_999,
    },
    account: {
      user: "u".repeat(64),
      servers: [`tls://${"n".repeat(90)}.example.com`],
      credentials: "creds-file",
      isFromPolicy: true,
    },
    refused: { key: "lunch", value: { from: "14:00", to: "13:00" } },
    outcome: {
      kind: "import-refused",
      file: `/home/${"folder/".repeat(20)}settings.json`,
      refusal: { kind: "bad-entries", entries: [{ kind: "unknown-key", key: "k".repeat(64) }] },
    },
  },
  locked: { fixed: DEFAULT_PREFERENCES, history: [], account: null },
};

function pagesOf(changes: Changes): SettingsView[] {
  return SETTINGS_PAGES.flatMap((page) =>
    LANGUAGES.map((language) => viewOf(page, { ...changes, language })),
  );
}

/** What is wider than its place, or out of the window. */
async function sticksOut(): Promise<string[]> {
  return window.page.evaluate(`(() => {
    const wide = [document.documentElement, ...document.querySelectorAll("main, .settings, .card, .field, .entry, .service, .fact, .outcome")]
      .filter((e) => e.scrollWidth > e.clientWidth + 1);
    const outside = [...document.querySelectorAll("button, select, input, p, label, dd, kbd")]
      .filter((e) => { const b = e.getBoundingClientRect(); return b.width > 0 && (b.left < 0 || b.right > innerWidth); });
    return [...wide, ...outside].map((e) => (e.className || e.tagName) + ": " + e.textContent.slice(0, 60));
  })()`);
}

for (const [name, changes] of Object.entries(situations)) {
  for (const [what, size, factor] of [
    ["as it opens", SIZE, 1],
    ["as small as it gets", LEAST, 1],
    ["at 200 %", SIZE, 2],
    ["as small as it gets, at 200 %", LEAST, 2],
  ] as const) {
    test(`settings - nothing sticks out sideways, ${what}: ${name}`, async () => {
      await window.resize(size.width, size.height);
      await window.zoom(factor);
      try {
        for (const view of pagesOf(changes)) {
          await window.open(view);
          await expect.poll(() => window.page.evaluate("innerWidth")).toBe(size.width / factor);
          expect(await sticksOut(), `${view.page} ${view.language}`).toEqual([]);
        }
      } finally {
        await window.zoom(1);
        await window.resize(SIZE.width, SIZE.height);
      }
    });
  }

  for (const colorScheme of ["light", "dark"] as const) {
    for (const factor of name === "everyday" ? [1, 2] : [1]) {
      test(`settings - axe finds nothing to mend, ${colorScheme}, at ${factor * 100} %: ${name}`, async () => {
        await window.page.emulateMedia({ colorScheme });
        await window.zoom(factor);
        try {
          for (const view of pagesOf(changes)) {
            await window.open(view);
            expect(await axeFindings(window.page), `${view.page} ${view.language}`).toEqual([]);
          }
        } finally {
          await window.zoom(1);
        }
      });
    }
  }
}

test("settings - narrow windows have the list of pages above the page, wide ones beside it", async () => {
  const isAbove = (): Promise<boolean> =>
    window.page.evaluate(
      "document.querySelector('.pages').getBoundingClientRect().bottom <= document.querySelector('h1').getBoundingClientRect().top",
    );
  await window.open(viewOf("general"));
  expect(await isAbove()).toBe(false);
  await window.resize(500, 500);
  try {
    await expect.poll(isAbove).toBe(true);
  } finally {
    await window.resize(SIZE.width, SIZE.height);
  }
});

test("settings - focus is visible", async () => {
  await window.open(viewOf("notifications"));
  for (let stop = 0; stop < 8; stop++) {
    await window.page.keyboard.press("Tab");
    expect(await window.page.evaluate("getComputedStyle(document.activeElement).outline")).toContain(
      "solid 2px",
    );
  }
});

test("settings - in forced colours a switch that is on differs from one that is off", async () => {
  await window.page.emulateMedia({ forcedColors: "active" });
  try {
    await window.open(viewOf("notifications"));
    const grounds = await window.page.evaluate(
      "['morningDigest', 'leavingDigest'].map((id) => getComputedStyle(document.getElementById(id)).backgroundColor)",
    );
    expect(new Set(grounds as string[]).size).toBe(2);
  } finally {
    await window.page.emulateMedia({ forcedColors: "none" });
  }
});
