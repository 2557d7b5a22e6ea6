import { useEffect, useRef } from "preact/hooks";
import type { AccountView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";
import { describe, Entry } from "./entry.tsx";
import { OtherWay } from "./other-way.tsx";
import type { Send } from "./send.ts";
import { StartAtLogin } from "./start-at-login.tsx";

interface EnrolProps {
  readonly enrol: NonNullable<AccountView["enrol"]>;
  readonly close: string;
  readonly send: Send;
}

/** The enrolment of this PC: the sign-on in the browser, or a one-time code. */
export function Enrol({ enrol, close, send }: EnrolProps) {
  const { status, number, code, keeping, actions, other, start } = enrol;
  const field = useRef<HTMLInputElement>(null);
  /** What is typed, while the field is away. */
  const typed = useRef("");
  const main = useRef<HTMLButtonElement>(null);
  const act = (does: (typeof actions)[number]["does"]): void =>
    send({ kind: "enrol", does, code: does === "use-code" ? typed.current : "" });
  const [first] = actions;
  // Another state has other buttons, and the focus would be lost with the old ones.
  useEffect(() => (code?.fault === undefined ? main : field).current?.focus(), [first?.does, code?.fault]);
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        act("use-code");
      }}
    >
      <div class="body">
        <div class="enrol-place" role="status" aria-live="polite">
          {status !== undefined && (
            <section class={`enrol-status is-${status.kind}`}>
              {status.kind === "progress" ? <span class="enrol-dot" /> : <Icon name="warning" />}
              <div>
                <p class="enrol-heading">{status.heading}</p>
                {status.text !== undefined && <p class="enrol-text">{status.text}</p>}
              </div>
            </section>
          )}
        </div>
        {number !== undefined && (
          <dl class="card enrol-number">
            <dt>{number.label}</dt>
            <dd>{number.value}</dd>
          </dl>
        )}
        <div class="enrol-actions">
          {actions
            .filter(({ does }) => does !== "use-code")
            .map(({ label, does }, index) => (
              <button
                key={does}
                ref={index === 0 ? main : null}
                type="button"
                class={`button ${index === 0 && does !== "cancel" ? "is-main" : ""}`}
                onClick={() => act(does)}
              >
                {label}
              </button>
            ))}
        </div>
        {code !== undefined && (
          <Entry id="code" field={code}>
            <div class="enrol-code">
              <input
                id="code"
                name="code"
                ref={field}
                class="input"
                type="text"
                defaultValue={typed.current}
                placeholder={code.placeholder}
                onInput={({ currentTarget }) => {
                  typed.current = currentTarget.value;
                }}
                autocomplete="off"
                autocapitalize="characters"
                spellcheck={false}
                {...describe("code", code)}
              />
              {actions
                .filter(({ does }) => does === "use-code")
                .map(({ label }) => (
                  <button key="use-code" type="submit" class="button">
                    {label}
                  </button>
                ))}
            </div>
          </Entry>
        )}
        <p class="keeping">
          <Icon name="lock" />
          <span>{keeping}</span>
        </p>
        <StartAtLogin start={start} isLocked={false} send={send} />
      </div>
      <footer class="foot">
        <div class="actions">
          <OtherWay other={other} send={send} />
          <button type="button" class="button" onClick={() => send({ kind: "close" })}>
            {close}
          </button>
        </div>
      </footer>
    </form>
  );
}
