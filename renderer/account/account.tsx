import { useEffect } from "preact/hooks";
import type { AccountView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";
import { Enrol } from "./enrol.tsx";
import { Fixed } from "./fixed.tsx";
import { Form } from "./form.tsx";
import type { Send } from "./send.ts";

interface AccountProps {
  readonly view: AccountView;
  readonly send: Send;
}

/** The dialog for servers and credentials. */
export function AccountPage({ view, send }: AccountProps) {
  const { heading, intro, close, fixed, form, enrol, other } = view;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.isComposing) send({ kind: "close" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  return (
    <main class="account">
      <header class="intro">
        <span class="intro-badge">
          <Icon name={fixed === undefined ? "link" : "lock"} />
        </span>
        <div class="intro-words">
          <h1>{heading}</h1>
          <p>{intro}</p>
        </div>
      </header>
      {form !== undefined && (
        <Form key={form.generation} form={form} other={other} close={close} send={send} />
      )}
      {enrol !== undefined && <Enrol enrol={enrol} close={close} send={send} />}
      {fixed !== undefined && <Fixed rows={fixed} close={close} send={send} />}
    </main>
  );
}
