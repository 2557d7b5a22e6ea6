import type { AccountView } from "../../main/view/account.ts";
import type { Send } from "./send.ts";

interface FixedProps {
  readonly rows: NonNullable<AccountView["fixed"]>;
  readonly close: string;
  readonly send: Send;
}

/** An administrator's settings, read-only. */
export function Fixed({ rows, close, send }: FixedProps) {
  return (
    <>
      <div class="body">
        <dl class="card fixed">
          {rows.map(({ label, values }) => (
            <div key={label} class="fixed-row">
              <dt>{label}</dt>
              {values.map((value) => (
                <dd key={value}>{value}</dd>
              ))}
            </div>
          ))}
        </dl>
      </div>
      <footer class="foot">
        <div class="actions">
          <button type="button" class="button is-main" autofocus onClick={() => send({ kind: "close" })}>
            {close}
          </button>
        </div>
      </footer>
    </>
  );
}
