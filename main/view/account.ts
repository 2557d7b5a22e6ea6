import type { Language } from "../contract/catalog.ts";
import { defined } from "../contract/defined.ts";
import { unreachable } from "../contract/result.ts";
import { demandsEncryption, formatServerAddress, isLoopback } from "../contract/server-address.ts";
import { canonicalId } from "../contract/subject.ts";
import { parseCredentials } from "../core/account/credentials.ts";
import type { AccountDialog, FormState, HiddenIcon, Phase } from "../core/account/dialog.ts";
import { METHODS, type Method, methodOf, userOf } from "../core/account/draft.ts";
import { parseServers } from "../core/account/servers.ts";
import { type AccountWords, type Words, wordsIn } from "../words/index.ts";
import { faultsView } from "./account-faults.ts";
import { fixedRows } from "./account-fixed.ts";
import { type ConnectionTestView, connectionTestView } from "./connection-test.ts";
import { type EnrolView, enrolIntro, enrolView } from "./enrolment.ts";
import type { Reader } from "./time.ts";

export type { ConnectionTestView, StepView } from "./connection-test.ts";

/** One field of the form. */
export interface FieldView {
  readonly label: string;
  /** The initial value. Never a secret. */
  readonly value: string;
  readonly placeholder: string;
  readonly hint?: string;
  /** Whether the hint stays where there is little room. */
  readonly isWarning?: boolean;
  /** The text of its fault. */
  readonly fault?: string;
}

/** The form for server and credentials. */
export interface FormView {
  /** When it changes, the page sets the fields to their values again. */
  readonly generation: number;
  readonly servers: FieldView;
  readonly user: FieldView;
  readonly method: {
    readonly label: string;
    readonly chosen: Method;
    readonly choices: readonly { readonly method: Method; readonly label: string }[];
  };
  readonly username: FieldView;
  readonly password: FieldView & { readonly show: string };
  readonly credentials: FieldView & {
    readonly choose: string;
    readonly file?: { readonly text: string; readonly forget: string };
  };
  /** The choice to start at login, where the dialog asks. */
  readonly start?: { readonly label: string; readonly hint: string; readonly isOn: boolean };
  readonly connectionTest?: ConnectionTestView;
  /** Where the icon is, after a first connection that works. */
  readonly hiddenIcon?: { readonly kind: HiddenIcon; readonly heading: string; readonly text: string };
  readonly keeping: string;
  /** True during a connection test: the fields cannot be edited. */
  readonly isLocked: boolean;
  /** The Enter key does the first action. */
  readonly actions: readonly ActionView[];
}

/** A button of the form. */
export interface ActionView {
  readonly label: string;
  readonly does: "test" | "save" | "cancel-test";
}

/** The dialog: either the account that a policy fixes, or the form. */
export interface AccountView {
  readonly language: Language;
  readonly title: string;
  readonly heading: string;
  readonly intro: string;
  readonly close: string;
  /** Changes from the form to the enrolment. */
  readonly other?: EnrolView["other"];
  readonly fixed?: readonly { readonly label: string; readonly values: readonly string[] }[];
  readonly form?: FormView;
  readonly enrol?: EnrolView & Pick<FormView, "start">;
}

/** The view of the dialog for server and credentials. */
export function accountView(dialog: AccountDialog): AccountView {
  const words = wordsIn(dialog.language);
  const { account } = words;
  const common = { language: dialog.language, title: account.title };
  switch (dialog.kind) {
    case "fixed":
      return {
        ...common,
        close: account.close,
        heading: account.headings.fixed,
        intro: account.fixedReason(dialog.fixed.file),
        fixed: fixedRows(dialog.fixed, account),
      };
    case "form": {
      const { form } = dialog;
      const { occasion } = form;
      const intro = account.intros[occasion.kind];
      return {
        ...common,
        close: account.cancel,
        heading: account.headings[occasion.kind],
        intro: occasion.kind === "secret-lost" ? `${account.lost[occasion.why]} ${intro}` : intro,
        form: formView(form, dialog, words),
        ...(dialog.mayEnrol === true
          ? { other: { label: account.enrol.byEnrolment, does: "by-enrolment" as const } }
          : {}),
      };
    }
    case "enrol":
      return {
        ...common,
        ...enrolIntro(dialog),
        close: account.close,
        enrol: { ...enrolView(dialog), ...startOf(dialog.form, account) },
      };
    default:
      return unreachable(dialog);
  }
}

/** Someone may sign in by another name than the approver's, as the first run fills in the one of the PC, but not unseen. */
function otherLogin(shown: FormState["shown"], meant: string, words: AccountWords): Partial<FieldView> {
  const username = shown.username.trim();
  const [signsIn, approver] = [canonicalId(username), canonicalId(meant)];
  const isOther = signsIn.ok && approver.ok && signsIn.value !== approver.value;
  if (shown.method !== "password" || !isOther) return {};
  return { hint: words.userDiffers(username, meant), isWarning: true };
}

function formView(form: FormState, reader: Reader, words: Words): FormView {
  const { account } = words;
  const { shown, phase, generation, known } = form;
  const file = form.file?.kind === "read" ? form.file.content : undefined;
  const faults = phase.kind === "filling" ? faultsView(phase.faults, account, reader) : {};
  const keptMethod = known.kept === undefined ? undefined : methodOf(known.kept.credentials);
  const meant = userOf({ ...shown, pasted: "" }, { ...known, file });
  const field = (label: string, value: string, placeholder: string, hint?: string): FieldView => ({
    label,
    value,
    placeholder,
    ...defined({ hint }),
  });
  const connectionTest = connectionTestView(form, reader.language, words);
  const hiddenIcon = hiddenIconOf(form, account);
  return {
    generation,
    servers: {
      ...field(account.servers, shown.servers, account.serversExample, serversHint(shown.servers, account)),
      ...faults.servers,
    },
    user: {
      // In a container there may be no login name.
      ...field(account.user, shown.user, meant, meant === "" ? undefined : account.userHint(meant)),
      ...otherLogin(shown, meant, account),
      ...faults.user,
    },
    method: {
      label: account.method,
      chosen: shown.method,
      choices: METHODS.map((method) => ({ method, label: account.methods[method] })),
    },
    username: { ...field(account.username, shown.username, meant), ...faults.username },
    password: {
      ...field(account.password, "", keptMethod === "password" ? account.keptPassword : ""),
      show: account.showPassword,
      ...faults.password,
    },
    credentials: {
      ...field(
        account.paste,
        "",
        "-----BEGIN NATS USER JWT-----\n…",
        keptMethod === "credentials" && form.file === undefined ? account.keptCredentials : undefined,
      ),
      choose: account.chooseFile,
      ...chosenFile(form, account),
      ...faults.credentials,
    },
    ...startOf(form, account),
    // The steps make room for the card.
    ...(connectionTest === undefined
      ? {}
      : { connectionTest: hiddenIcon === undefined ? connectionTest : { ...connectionTest, steps: [] } }),
    ...defined({ hiddenIcon }),
    keeping: account.keeping[form.keeping],
    isLocked: phase.kind === "testing",
    actions: actionsOf(phase, account),
  };
}

function startOf({ startsAtLogin }: FormState, words: AccountWords): Pick<FormView, "start"> {
  if (startsAtLogin === undefined) return {};
  return { start: { label: words.startAtLogin, hint: words.startAtLoginHint, isOn: startsAtLogin } };
}

function hiddenIconOf({ hiddenIcon, phase }: FormState, words: AccountWords): FormView["hiddenIcon"] {
  const hasWorked = phase.kind === "tested" && phase.outcome.kind === "succeeded";
  if (hiddenIcon === undefined || !hasWorked) return undefined;
  const { heading, text } = words.hiddenIcon[hiddenIcon];
  return { kind: hiddenIcon, heading, text };
}

/** The servers as they are understood, with a warning when secrets would be sent without encryption. */
function serversHint(typed: string, words: AccountWords): string {
  const servers = parseServers(typed);
  if (!servers.ok) return words.serversHint;
  const isOpen = servers.value.some((server) => !demandsEncryption(server) && !isLoopback(server));
  const means = words.serverMeans(servers.value.map(formatServerAddress).join(", "));
  return isOpen ? `${means} · ${words.notEncrypted}` : means;
}

function chosenFile(
  { file, known }: FormState,
  words: AccountWords,
): Pick<FormView["credentials"], "file" | "fault"> {
  if (file === undefined) return {};
  const shown = { text: words.chosenFile(file.name), forget: words.forgetFile };
  if (file.kind === "unreadable") return { file: shown, fault: words.fileUnreadable(file.detail) };
  const read = parseCredentials(file.content, known.now);
  const user = read.ok ? read.value.identity?.user : undefined;
  const text = user === undefined ? shown.text : `${shown.text} · ${words.belongsTo(user)}`;
  return { file: { ...shown, text } };
}

function actionsOf(phase: Phase, words: AccountWords): readonly ActionView[] {
  switch (phase.kind) {
    case "filling":
      return [{ label: words.test, does: "test" }];
    case "testing":
      return [{ label: words.cancel, does: "cancel-test" }];
    case "not-saved":
      return [{ label: words.save, does: "save" }];
    case "tested": {
      if (phase.outcome.kind === "succeeded") return [{ label: words.save, does: "save" }];
      const again: ActionView = { label: words.testAgain, does: "test" };
      // Saving wrong credentials does not help. A network or permission fault may end later.
      return phase.outcome.cause === "credentials"
        ? [again]
        : [again, { label: words.saveAnyway, does: "save" }];
    }
    default:
      return unreachable(phase);
  }
}
