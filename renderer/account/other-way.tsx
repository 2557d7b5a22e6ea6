import type { AccountView } from "../../main/view/account.ts";
import type { Send } from "./send.ts";

interface OtherWayProps {
  readonly other: AccountView["other"];
  readonly send: Send;
}

/** Changes between the enrolment and the form. It stands apart from the other buttons. */
export function OtherWay({ other, send }: OtherWayProps) {
  if (other === undefined) return null;
  const { label, does } = other;
  return (
    <button type="button" class="other-way" onClick={() => send({ kind: "enrol", does, code: "" })}>
      {label}
    </button>
  );
}
