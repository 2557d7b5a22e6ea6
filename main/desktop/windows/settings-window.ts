import type { Language } from "../../contract/catalog.ts";
import { unreachable } from "../../contract/result.ts";
import type { Command, SettingsPage } from "../../core/command.ts";
import { languageFor, parsePreference } from "../../core/preferences/preferences.ts";
import { readPreferences, writePreferences } from "../../core/preferences/preferences-file.ts";
import type { RefusedValue, SettingsInput } from "../../view/settings/input.ts";
import type { SettingsOutcome } from "../../view/settings/outcome.ts";
import { sampleNotice } from "../../view/settings/sample-notice.ts";
import { settingsView } from "../../view/settings/settings-view.ts";
import { wordsIn } from "../../words/index.ts";
import type { Clock } from "../clock.ts";
import type { DiagnosticsFile } from "../diagnose/diagnostics-file.ts";
import type { Log } from "../log/log.ts";
import type { NotifierPort } from "../notify/notifier.ts";
import type { PreferencesFiles } from "../state/preferences-files.ts";
import type { PreferencesKeeper } from "../state/preferences-keeper.ts";
import { SettingsCommand, type SettingsContract } from "./contracts/settings.ts";
import { createDialog } from "./dialog-window.ts";
import type { Door } from "./ipc.ts";
import type { Page } from "./window.ts";

const SIZE = { width: 760, height: 600 };
const LEAST_SIZE = { width: 420, height: 400 };

export interface SettingsWindow {
  open(page: SettingsPage | undefined): void;
  /** Draws the window again if it is open. */
  refresh(): void;
  dispose(): void;
}

export interface SettingsWindowOptions {
  readonly page: Page;
  readonly door: Door;
  readonly clock: Clock;
  readonly log: Log;
  readonly preferences: Pick<
    PreferencesKeeper,
    "chosen" | "fixed" | "values" | "effective" | "change" | "replace"
  >;
  readonly files: PreferencesFiles;
  readonly diagnostics: DiagnosticsFile;
  readonly notifier: Pick<NotifierPort, "show">;
  /** State of the running session. */
  readonly facts: () => Pick<SettingsInput, "situation" | "history" | "account" | "policies" | "ownUpdates">;
  readonly systemLanguage: Language;
  readonly platform: NodeJS.Platform;
  /** Version of the app. */
  readonly version: string;
  readonly command: (command: Command) => void;
}

/** Creates the settings window. The core decides what it shows, and changes take effect at once. */
export function createSettingsWindow(options: SettingsWindowOptions): SettingsWindow {
  const { clock, log, preferences, files, systemLanguage } = options;
  let page: SettingsPage = "notifications";
  let historyOf: string | null = null;
  let refused: RefusedValue | null = null;
  let outcome: SettingsOutcome | null = null;
  let isAsking = false;

  const language = () => languageFor(preferences.effective, systemLanguage);
  const words = () => wordsIn(language()).settings;

  const dialog = createDialog<SettingsContract>({
    page: options.page,
    title: () => words().title,
    size: SIZE,
    leastSize: LEAST_SIZE,
    door: options.door,
    schema: SettingsCommand,
    handle(command) {
      handle(command);
      dialog.refresh();
    },
    view: () =>
      settingsView({
        ...options.facts(),
        fixed: preferences.fixed,
        values: preferences.values,
        page,
        historyOf,
        refused,
        outcome,
        systemLanguage,
        platform: options.platform,
        version: options.version,
        now: clock.now(),
      }),
    onClosed() {
      historyOf = null;
      refused = null;
      outcome = null;
    },
    log,
  });

  function handle(command: SettingsContract["command"]): void {
    switch (command.kind) {
      case "page":
        page = command.page;
        refused = null;
        outcome = null;
        return;
      case "filter-history":
        historyOf = command.service;
        return;
      case "set":
        set(command);
        return;
      case "sample":
        options.notifier.show(sampleNotice(language(), preferences.effective));
        return;
      case "reset":
        preferences.replace({});
        refused = null;
        outcome = { kind: "reset" };
        return;
      case "import":
        ask(importFile);
        return;
      case "export":
        ask(exportFile);
        return;
      case "diagnose":
        ask(saveDiagnostics);
        return;
      case "dismiss":
        outcome = null;
        return;
      case "restart":
      case "open-account":
      case "pause":
      case "pause-until":
      case "open-delegate":
      case "resume":
      case "snooze":
      case "snooze-until":
      case "end-snooze":
      case "deliver":
        options.command(command);
        return;
      default:
        unreachable(command);
    }
  }

  function set({ key, value }: RefusedValue): void {
    const parsed = parsePreference(key, value);
    if (!parsed.ok) {
      log.info(`preference refused: ${parsed.detail}`);
      refused = { key, value };
      return;
    }
    refused = null;
    outcome = null;
    preferences.change(parsed.value);
  }

  /** Opens one OS dialog at a time. */
  function ask(work: () => Promise<SettingsOutcome | null>): void {
    if (isAsking) return;
    isAsking = true;
    work()
      .then((ended) => {
        if (dialog.isOpen()) outcome = ended;
      })
      .catch((error: Error) => log.error(`file dialog: ${error.message}`))
      .finally(() => {
        isAsking = false;
        dialog.refresh();
      });
  }

  async function exportFile(): Promise<SettingsOutcome | null> {
    const { exportTitle: title, exportFile: file, fileType: type } = words();
    const text = writePreferences(preferences.chosen);
    const written = await files.write(dialog.window(), { title, file, type }, text);
    if (written === undefined) return null;
    const { error } = written;
    return error === undefined
      ? { kind: "exported", file: written.file }
      : { kind: "export-failed", file: written.file, detail: error };
  }

  async function saveDiagnostics(): Promise<SettingsOutcome | null> {
    const { title, fileType: type } = words().support;
    const saved = await options.diagnostics.save(dialog.window(), { title, type });
    if (saved === undefined) return null;
    const { file, error } = saved;
    return error === undefined
      ? { kind: "diagnostics-saved", file }
      : { kind: "export-failed", file, detail: error };
  }

  async function importFile(): Promise<SettingsOutcome | null> {
    const { importTitle: title, exportFile: name, fileType: type } = words();
    const chosen = await files.read(dialog.window(), { title, file: name, type });
    if (chosen === undefined) return null;
    const { file } = chosen;
    if ("error" in chosen) return { kind: "import-unreadable", file, detail: chosen.error };
    const read = readPreferences(chosen.bytes);
    if (!read.ok) return { kind: "import-refused", file, refusal: read.refusal };
    preferences.replace(read.preferences);
    const keys = Object.keys(read.preferences);
    const fixed = keys.filter((key) => Object.hasOwn(preferences.fixed, key));
    return { kind: "imported", file, values: keys.length - fixed.length, fixed: fixed.length };
  }

  return {
    open(wanted) {
      if (wanted !== undefined) page = wanted;
      dialog.open();
      dialog.refresh();
    },
    refresh: dialog.refresh,
    dispose: dialog.dispose,
  };
}
