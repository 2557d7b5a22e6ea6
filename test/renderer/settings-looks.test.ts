import { afterAll, beforeAll, expect, test } from "vitest";
import { LANGUAGES, type Language } from "../../main/contract/catalog.ts";
import { SETTINGS_PAGES } from "../../main/core/command.ts";
import { effectiveValues, type PolicyLayer } from "../../main/core/policy/effective.ts";
import { DEFAULT_PREFERENCES } from "../../main/core/preferences/preferences.ts";
import type { SettingsContract } from "../../main/desktop/windows/contracts/settings.ts";
import type { SettingsView } from "../../main/view/settings/settings-view.ts";
import { sample } from "../sample.ts";
import { type Changes, viewOf } from "../view/settings-inputs.ts";
import { axeFindings, DEFAULT_LOOK, LOOKS } from "./axe.ts";
import { layoutFaults } from "./layout.ts";
import { crowd, now, stale } from "./situations.ts";
import { openWindowPage, type WindowPage } from "./window-page.ts";

const SIZE = { width: 760, height: 600 };
/** The least that the window may be. */
const LEAST = { width: 420, height: 400 };

let window: WindowPage<SettingsContract>;
beforeAll(async () => {
  window = await openWindowPage({ name: "settings", size: SIZE });
});
afterAll(() => window?.dispose());

const LONG_FILE = `/etc/alrimi/policy.d/${"name-of-a-company".repeat(8)}.json`;
const LONG_POLICIES: readonly PolicyLayer[] = [
  {
    file: LONG_FILE,
    kind: "machine",
    locked: { workingDays: [1, 2, 3, 4, 5, 6, 7], language: "system" },
    defaults: {
      remindAfter: 9_999,
      delivery: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`service-${index}`, "off"])),
    },
    lines: { locked: { workingDays: 1000 }, defaults: {} },
  },
  { file: "HKLM\\Software\\Policies\\Alrimi", kind: "machine", locked: { theme: "dark" }, defaults: {} },
];

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
    values: effectiveValues(DEFAULT_PREFERENCES, LONG_POLICIES, { shortcut: "Control+Alt+Shift+PageDown" }),
    policies: {
      isInFleet: true,
      files: LONG_POLICIES.map(({ file }) => file),
      faults: [{ where: `${LONG_FILE}:120`, detail: `unknown key "${"k".repeat(200)}"` }],
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

function pagesOf(changes: Changes, languages: readonly Language[] = LANGUAGES): SettingsView[] {
  return SETTINGS_PAGES.flatMap((page) =>
    languages.map((language) => viewOf(page, { ...changes, language })),
  );
}

const SIZES = [
  ["as it opens", SIZE, 1],
  ["as small as it gets", LEAST, 1],
  ["at 125 %", SIZE, 1.25],
  ["at 150 %", SIZE, 1.5],
  ["at 200 %", SIZE, 2],
  ["as small as it gets, at 200 %", LEAST, 2],
] as const;
/** Smaller and larger than all between them. */
const isWorstSize = ([, size, factor]: (typeof SIZES)[number]): boolean =>
  size === LEAST ? factor === 2 : factor === 1;
/** The words are different and the colours the same. */
const axeLanguages = sample(LANGUAGES, (language) => language === "ko");

for (const [name, changes] of Object.entries(situations)) {
  for (const [what, size, factor] of sample(SIZES, isWorstSize)) {
    test(`settings - nothing sticks out or is cut off, ${what}: ${name}`, async () => {
      await window.resize(size.width, size.height);
      await window.zoom(factor);
      try {
        for (const view of pagesOf(changes)) {
          await window.open(view);
          await expect.poll(() => window.page.evaluate("innerWidth")).toBe(Math.round(size.width / factor));
          expect(await layoutFaults(window.page), `${view.page} ${view.language}`).toEqual([]);
        }
      } finally {
        await window.zoom(1);
        await window.resize(SIZE.width, SIZE.height);
      }
    });
  }

  for (const colorScheme of sample(["light", "dark"] as const, (scheme) => scheme === "dark")) {
    for (const factor of name === "everyday" ? sample([1, 2], (factor) => factor === 2) : [1]) {
      test(`settings - axe finds nothing to mend, ${colorScheme}, at ${factor * 100} %${factor === 1 ? ", with more contrast and in forced colours" : ""}: ${name}`, async () => {
        await window.page.emulateMedia({ colorScheme });
        await window.zoom(factor);
        try {
          for (const view of pagesOf(changes, axeLanguages)) {
            await window.open(view);
            for (const look of factor === 1 ? LOOKS : [DEFAULT_LOOK]) {
              await window.page.emulateMedia(look);
              const where = `${view.page} ${view.language} ${JSON.stringify(look)}`;
              expect(await axeFindings(window.page), where).toEqual([]);
            }
          }
        } finally {
          await window.page.emulateMedia(DEFAULT_LOOK);
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

test("settings - a switch slides, but not for whoever wants no motion", async () => {
  const morning = (isOn: boolean) => viewOf("notifications", { preferences: { morningDigest: isOn } });
  const movesTo = async (isOn: boolean): Promise<boolean> => {
    await window.draw(morning(isOn));
    return window.page.evaluate("document.getAnimations().length > 0");
  };
  await window.open(morning(true));
  expect(await movesTo(false)).toBe(true);
  await window.page.emulateMedia({ reducedMotion: "reduce" });
  try {
    expect(await movesTo(true)).toBe(false);
    expect(await window.page.evaluate("document.getElementById('morningDigest').ariaChecked")).toBe("true");
  } finally {
    await window.page.emulateMedia({ reducedMotion: "no-preference" });
  }
});

test("settings - the check of the layout sees a button that is too narrow, and words that are cut off", async () => {
  await window.open(viewOf("notifications"));
  expect(await layoutFaults(window.page)).toEqual([]);
  await window.page.evaluate(`(() => {
    const [first, second] = document.querySelectorAll(".field-control .button");
    first.style.cssText = "width: 12px; min-width: 0; padding: 0; white-space: nowrap";
    document.querySelector(".field-hint").style.cssText = "height: 4px; overflow: hidden";
  })()`);
  const faults = (await layoutFaults(window.page)).map((fault) => fault.split(" ")[0]);
  expect(new Set(faults)).toEqual(new Set(["wide", "cut", "escaped"]));
});
