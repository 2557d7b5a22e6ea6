import { type Catalog, type Language, nameIn } from "../contract/catalog.ts";
import { unreachable } from "../contract/result.ts";
import { demandsEncryption } from "../contract/server-address.ts";
import { TEST_STEPS, type TestOutcome, type TestStep } from "../core/account/connection-test.ts";
import type { FormState } from "../core/account/dialog.ts";
import type { Method } from "../core/account/draft.ts";
import { parseServers } from "../core/account/servers.ts";
import { fileDetail } from "../words/file/index.ts";
import type { AccountWords, Words } from "../words/index.ts";

/** Services named in the result. The others are counted. */
const NAMED_AT_MOST = 3;

/** One step of a connection test. */
export interface StepView {
  readonly step: TestStep;
  readonly text: string;
  readonly state: "done" | "now" | "failed" | "open" | "skipped";
  /** The state as text, for screen readers. */
  readonly stateText: string;
}

/** The progress or the result of a connection test. */
export interface ConnectionTestView {
  readonly kind: "testing" | "failed" | "succeeded";
  readonly steps: readonly StepView[];
  readonly heading: string;
  /** The services that were found, or the advice. */
  readonly text?: string;
}

/** @returns undefined before the first test */
export function connectionTestView(
  form: FormState,
  language: Language,
  words: Words,
): ConnectionTestView | undefined {
  const { phase } = form;
  const { account } = words;
  const servers = parseServers(form.shown.servers);
  const isSecure = servers.ok && servers.value.every(demandsEncryption);
  const steps = (at: number, here: StepView["state"]): StepView[] =>
    TEST_STEPS.map((step, index) => {
      const reached = index < at ? "done" : index === at ? here : "open";
      const state = step === "secure" && !isSecure && reached !== "failed" ? "skipped" : reached;
      return { step, text: account.steps[step], state, stateText: account.stepStates[state] };
    });
  switch (phase.kind) {
    case "filling":
      return undefined;
    case "testing": {
      const at = TEST_STEPS.indexOf(phase.step);
      return { kind: "testing", steps: steps(at, "now"), heading: account.testing[phase.step] };
    }
    case "not-saved":
      return {
        kind: "failed",
        steps: [],
        heading: account.notSaved,
        text: fileDetail(language, phase.detail),
      };
    case "tested": {
      const { outcome } = phase;
      return outcome.kind === "succeeded"
        ? {
            kind: "succeeded",
            steps: steps(TEST_STEPS.length, "done"),
            heading: account.succeeded,
            text: foundText(outcome.services, language, account),
          }
        : {
            kind: "failed",
            steps: steps(TEST_STEPS.indexOf(outcome.step), "failed"),
            heading: account.failed[outcome.cause],
            text: adviceFor(outcome, form.shown.method, language, words),
          };
    }
    default:
      return unreachable(phase);
  }
}

function foundText(services: Catalog, language: Language, words: AccountWords): string {
  if (services.length === 0) return words.foundNone;
  const named = services.slice(0, NAMED_AT_MOST).map((service) => nameIn(language, service));
  return words.found(named.join(", "), services.length - named.length);
}

function adviceFor(
  { cause, detail, why = "" }: Extract<TestOutcome, { kind: "failed" }>,
  method: Method,
  language: Language,
  { account: { advice }, connection }: Words,
): string {
  switch (cause) {
    case "file-unreadable":
      return advice[cause](detail, fileDetail(language, why));
    case "name-not-found":
    case "permission":
      return advice[cause](detail);
    case "unreachable":
    case "disconnected":
    case "no-answer":
    case "too-slow":
    case "no-encryption":
      return advice[cause]();
    case "credentials":
      return advice.credentials[method];
    case "tls":
    case "not-nats":
      return connection.staleHint[cause];
    case "no-stream":
      return connection.refusedHint[cause];
    default:
      return unreachable(cause);
  }
}
