import { expect, test } from "vitest";
import type { RegistryValue } from "../../../main/desktop/system/windows/windows-registry.ts";
import { createPanelTheme, type PanelThemePorts } from "../../../main/desktop/tray/panel-theme.ts";

/** A system whose theme the test changes, and whose registry answers when the test says so. */
function system(platform: NodeJS.Platform, hints: { desktop?: string; newer?: boolean } = {}) {
  const listeners = new Set<() => void>();
  const questions: ((value: RegistryValue | undefined) => void)[] = [];
  const themes = {
    shouldUseDarkColors: false,
    themeSource: "system" as "system" | "light" | "dark",
    ...(hints.newer === false ? {} : { shouldUseDarkColorsForSystemIntegratedUI: false }),
    on: (_: string, listener: () => void) => void listeners.add(listener),
    off: (_: string, listener: () => void) => void listeners.delete(listener),
  };
  let changes = 0;
  const ports = {
    platform,
    desktop: hints.desktop ?? "",
    themes,
    taskbar: () => new Promise((resolve) => questions.push(resolve)),
  } as unknown as PanelThemePorts;
  const panel = createPanelTheme(ports, () => {
    changes += 1;
  });
  return {
    panel,
    themes,
    questions,
    update: () => {
      for (const listener of listeners) listener();
    },
    changes: () => changes,
    async answer(data: string, index = questions.length - 1) {
      questions[index]?.({ type: "REG_DWORD", data });
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test("panel theme - on Windows the registry has the last word on the taskbar", async () => {
  const { panel, themes, update, answer, changes } = system("win32");
  expect(panel.current()).toBe("light"); // Electron's, until the registry has answered
  await answer("0x0");
  expect(panel.current()).toBe("dark");
  expect(changes()).toBe(1);
  themes.shouldUseDarkColorsForSystemIntegratedUI = true; // the opposite of the present theme (electron#52308)
  update();
  await answer("0x1");
  expect(panel.current()).toBe("light");
});

test("panel theme - windows may be light above a dark taskbar", async () => {
  const { panel, themes, answer } = system("win32", { newer: false });
  themes.shouldUseDarkColors = false;
  await answer("0x0");
  expect(panel.current()).toBe("dark");
});

test("panel theme - of two answers the one to the last question counts", async () => {
  const { panel, update, answer } = system("win32");
  update();
  await answer("0x0", 1);
  await answer("0x1", 0);
  expect(panel.current()).toBe("dark");
});

test("panel theme - where the registry cannot be asked Electron is believed", async () => {
  const { panel, themes, questions, update } = system("win32");
  questions[0]?.(undefined);
  await Promise.resolve();
  themes.shouldUseDarkColorsForSystemIntegratedUI = true;
  update();
  expect(panel.current()).toBe("dark");
});

test("panel theme - an older Electron on Windows tells of the windows only", () => {
  const { panel, themes, update } = system("win32", { newer: false });
  themes.shouldUseDarkColors = true;
  update();
  expect(panel.current()).toBe("dark");
});

test("panel theme - Linux asks no registry, and what the person chose for the windows is not the panel's", () => {
  const { panel, themes, questions, update } = system("linux");
  themes.themeSource = "dark";
  themes.shouldUseDarkColors = true;
  update();
  expect(panel.current()).toBe("light");
  expect(questions).toEqual([]);
  expect(system("linux", { desktop: "ubuntu:GNOME" }).panel.current()).toBe("dark");
});

test("panel theme - nothing is told after the end", async () => {
  const { panel, update, answer, changes } = system("win32");
  panel.dispose();
  update();
  await answer("0x0");
  expect(changes()).toBe(0);
});
