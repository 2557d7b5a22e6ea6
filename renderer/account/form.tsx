import { useEffect, useRef } from "preact/hooks";
import type { AccountView, FormView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";
import { ConnectionTest } from "./connection-test.tsx";
import { CredentialsField } from "./credentials-field.tsx";
import { HiddenIcon } from "./hidden-icon.tsx";
import { MethodChoice } from "./method-choice.tsx";
import { OtherWay } from "./other-way.tsx";
import { PasswordField } from "./password-field.tsx";
import type { Send } from "./send.ts";
import { StartAtLogin } from "./start-at-login.tsx";
import { TextField } from "./text-field.tsx";

interface FormProps {
  readonly form: FormView;
  readonly other: AccountView["other"];
  readonly close: string;
  readonly send: Send;
}

type Does = FormView["actions"][number]["does"];

/** The form for an account. Field values stay in the DOM; the main process receives them with a command. */
export function Form({ form, other, close, send }: FormProps) {
  const { servers, user, username, password, credentials, method, connectionTest, isLocked, actions } = form;
  const { start, hiddenIcon } = form;
  const element = useRef<HTMLFormElement>(null);

  const typed = (name: string): string => {
    const field = element.current?.elements.namedItem(name);
    return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "";
  };
  const shown = (chosen = method.chosen) => ({
    servers: typed("servers"),
    user: typed("user"),
    // The field is not in the form while the other method is chosen.
    username: method.chosen === "password" ? typed("username") : username.value,
    method: chosen,
  });
  const edit = (): void => send({ kind: "edit", ...shown() });
  const editSecret = (): void => send({ kind: "edit-secret" });
  const act = (does: Does): void =>
    send(
      does === "test"
        ? { kind: "test", ...shown(), password: typed("password"), pasted: typed("pasted") }
        : { kind: does },
    );

  const [first, ...others] = actions;
  const faulty = [servers, user, username, password, credentials].map(({ fault }) => fault ?? "").join();

  // Focuses the first faulty field after a press of the button.
  useEffect(() => {
    if (faulty !== ",,,,") element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [faulty]);
  return (
    <form
      class="form"
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (first !== undefined) act(first.does);
      }}
    >
      <div class="body">
        <TextField id="servers" field={servers} isLocked={isLocked} isFirst onEdit={edit} />
        <MethodChoice
          method={method}
          isLocked={isLocked}
          onChoose={(chosen) => send({ kind: "edit", ...shown(chosen) })}
        />
        {method.chosen === "password" ? (
          <div class="pair">
            <TextField id="username" field={username} isLocked={isLocked} onEdit={edit} />
            <PasswordField field={password} isLocked={isLocked} onEdit={editSecret} />
          </div>
        ) : (
          <CredentialsField field={credentials} isLocked={isLocked} onEdit={editSecret} send={send} />
        )}
        <p class="keeping">
          <Icon name="lock" />
          <span>{form.keeping}</span>
        </p>
        <div class="pair">
          <TextField id="user" field={user} isLocked={isLocked} onEdit={edit} />
          <StartAtLogin start={start} isLocked={isLocked} send={send} />
        </div>
      </div>
      <ConnectionTest test={connectionTest} />
      {hiddenIcon !== undefined && <HiddenIcon {...hiddenIcon} />}
      <footer class="foot">
        <div class="actions">
          <OtherWay other={other} send={send} />
          {others.map(({ label, does }) => (
            <button key={does} type="button" class="button" onClick={() => act(does)}>
              {label}
            </button>
          ))}
          {!isLocked && (
            <button type="button" class="button" onClick={() => send({ kind: "close" })}>
              {close}
            </button>
          )}
          {first !== undefined && (
            <button type="submit" class={`button ${isLocked ? "" : "is-main"}`}>
              {first.label}
            </button>
          )}
        </div>
      </footer>
    </form>
  );
}
