import type { Language } from "../../contract/catalog.ts";
import { unreachable } from "../../contract/result.ts";
import type { AccountDialog, ChosenFile, FormState, Phase } from "../../core/account/dialog.ts";
import { type Account, type AccountDraft, parseDraft } from "../../core/account/draft.ts";
import type { Tls } from "../../core/policy/policy.ts";
import { accountView } from "../../view/account.ts";
import { wordsIn } from "../../words/index.ts";
import type { Dial } from "../broker/transport.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import { AccountCommand, type AccountContract } from "../windows/contracts/account.ts";
import { createDialog } from "../windows/dialog-window.ts";
import type { Door } from "../windows/ipc.ts";
import type { Page } from "../windows/window.ts";
import { type AccountInUse, afterEdit, type FirstStart, formOf } from "./account-form.ts";
import { type ConnectionTest, testConnection } from "./connection-test.ts";
import type { OpenFileWords } from "./credentials-file.ts";
import { type BeginEnrolment, enrolmentPart } from "./enrolment-part.ts";

/** Has room for the steps of the connection test, so that they need no scrollbar. */
const SIZE = { width: 520, height: 690 };
const LEAST_SIZE = { width: 360, height: 320 };

export interface AccountWindow {
  /** Opens the dialog, or focuses the open one. */
  open(): void;
  /** Draws the dialog again, after a change of language or an answer of the keychain. */
  refresh(): void;
  /** Calls back when an account was saved and the dialog is closed. Returns the undo. */
  onSaved(callback: () => void): () => void;
  dispose(): void;
}

export interface AccountWindowOptions {
  readonly page: Page;
  readonly door: Door;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: () => Language;
  /** The account in use now. */
  readonly inUse: () => AccountInUse;
  /** TLS settings in use. A candidate is tested with them too. */
  readonly tls: () => Tls | undefined;
  readonly dial: Dial;
  readonly knowsHost: (host: string) => Promise<boolean>;
  /** Opens the file dialog of the OS. */
  readonly chooseFile: (
    parent: Electron.BrowserWindow | undefined,
    words: OpenFileWords,
  ) => Promise<ChosenFile | undefined>;
  /**
   * Saves the account as the app's account.
   * @throws when it cannot be saved
   */
  readonly save: (account: Account) => void;
  /** Makes the enrolment of one opening of the dialog. */
  readonly enrol: BeginEnrolment;
  readonly firstStart: () => FirstStart;
  /** Sets whether the app starts at login. */
  readonly startAtLogin: (isOn: boolean) => void;
}

/**
 * Creates the account dialog. An account is saved only after a test. Secrets are held only while the dialog is open,
 * and are never sent to the page.
 */
export function createAccountWindow(options: AccountWindowOptions): AccountWindow {
  const { clock, log } = options;
  let form: FormState | undefined;
  let candidate: Account | undefined;
  let test: ConnectionTest | undefined;
  const onSaved = new Set<() => void>();

  const state = (): AccountDialog => {
    const reader = { language: options.language(), calendar: clock.calendar };
    const { fixed, keeping, enrol } = options.inUse();
    if (fixed !== undefined) return { ...reader, kind: "fixed", fixed };
    form ??= formOf(options.inUse(), clock.now(), options.firstStart());
    form = { ...form, keeping }; // the keychain may have answered meanwhile
    const enrolling = enrolment.dialogOf(enrol, form, clock.now());
    return enrolling === undefined
      ? { ...reader, kind: "form", form, mayEnrol: enrol !== undefined }
      : { ...reader, ...enrolling };
  };
  const words = () => wordsIn(options.language()).account;

  const dialog = createDialog<AccountContract>({
    page: options.page,
    title: () => words().title,
    size: SIZE,
    leastSize: LEAST_SIZE,
    door: options.door,
    schema: AccountCommand,
    handle,
    view: () => accountView(state()),
    onClosed: forget,
    log,
  });

  const enrolment = enrolmentPart({ begin: options.enrol, refresh: () => dialog.refresh(), saved: finish });

  function forget(): void {
    test?.cancel();
    test = undefined;
    enrolment.forget();
    form = undefined;
    candidate = undefined;
  }

  function change(some: Partial<FormState>): void {
    if (form === undefined) return;
    form = { ...form, ...some };
    dialog.refresh();
  }

  function handle(command: AccountContract["command"]): void {
    if (form === undefined) return; // a policy applies, or the dialog is closed
    switch (command.kind) {
      case "edit": {
        const { kind: _edit, ...shown } = command;
        edited({ ...form, shown });
        break;
      }
      case "start-at-login":
        change({ startsAtLogin: command.isOn });
        break;
      case "edit-secret":
        edited(form);
        break;
      case "choose-file":
        void chooseFile();
        break;
      case "forget-file":
        edited({ ...form, file: undefined });
        break;
      case "test":
        begin(command);
        break;
      case "cancel-test":
        test?.cancel();
        break;
      case "save":
        save();
        break;
      case "enrol":
        enrolment.handle(command.does, command.code);
        break;
      default:
        unreachable(command);
    }
  }

  /** An edit invalidates the tested candidate. */
  function edited(next: FormState): void {
    if (form === undefined || form.phase.kind === "testing") return;
    candidate = undefined;
    change({ ...next, phase: { kind: "filling", faults: afterEdit(form, next) } });
  }

  async function chooseFile(): Promise<void> {
    const { chooseFileTitle, chooseFileKinds } = words();
    const file = await options.chooseFile(dialog.window(), {
      title: chooseFileTitle,
      kinds: chooseFileKinds,
    });
    if (file !== undefined && form !== undefined) edited({ ...form, file });
  }

  function begin({ servers, user, username, method, password, pasted }: AccountDraft): void {
    if (form === undefined || form.phase.kind === "testing") return;
    const draft = { servers, user, username, method, password, pasted };
    const file = form.file?.kind === "read" ? form.file.content : undefined;
    const parsed = parseDraft(draft, { ...form.known, file, now: clock.now() });
    const shown = { servers, user, username, method };
    if (!parsed.ok) {
      change({ shown, phase: { kind: "filling", faults: parsed.faults } });
      return;
    }
    candidate = parsed.account;
    change({ shown, phase: { kind: "testing", step: "reach" } });
    void run(parsed.account);
  }

  async function run(account: Account): Promise<void> {
    const running = testConnection(
      { ...account, tls: options.tls() },
      {
        dial: options.dial,
        resolves: options.knowsHost,
        after: (delay, callback) => clock.after(delay, callback),
        onStep: (step) => change({ phase: { kind: "testing", step } }),
      },
    );
    test = running;
    const outcome = await running.outcome;
    if (test !== running) return; // the dialog was closed meanwhile
    test = undefined;
    if (outcome?.kind === "failed") log.info(`connection test: ${outcome.cause} ${outcome.detail}`);
    const phase: Phase = outcome === null ? { kind: "filling", faults: {} } : { kind: "tested", outcome };
    change({ phase });
  }

  function save(): void {
    if (candidate === undefined || form?.phase.kind === "testing") return;
    try {
      options.save(candidate);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      log.error(`account not saved: ${message}`);
      change({ phase: { kind: "not-saved", detail: code ?? message } });
      return;
    }
    finish();
  }

  /** An account is saved. */
  function finish(): void {
    if (form?.startsAtLogin !== undefined) options.startAtLogin(form.startsAtLogin);
    dialog.close();
    for (const callback of onSaved) callback();
  }

  return {
    open: dialog.open,
    refresh: dialog.refresh,
    onSaved(callback) {
      onSaved.add(callback);
      return () => onSaved.delete(callback);
    },
    dispose() {
      forget();
      dialog.dispose();
    },
  };
}
