import type { Item as ItemView } from "../../main/view/settings/fields.ts";
import { Account } from "./account.tsx";
import { Actions } from "./actions.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { Facts } from "./facts.tsx";
import { History } from "./history.tsx";
import { HolidaysField } from "./holidays-field.tsx";
import { Pause } from "./pause.tsx";
import { Reset } from "./reset.tsx";
import type { Send } from "./send.ts";
import { Services } from "./services.tsx";
import { ShortcutField } from "./shortcut-field.tsx";
import { SpanField } from "./span-field.tsx";
import { SwitchField } from "./switch-field.tsx";
import { TimesField } from "./times-field.tsx";
import { WeekdaysField } from "./weekdays-field.tsx";

export function Item({ item, send }: { readonly item: ItemView; readonly send: Send }) {
  switch (item.kind) {
    case "switch":
      return <SwitchField field={item} send={send} />;
    case "choice":
      return <ChoiceField field={item} send={send} />;
    case "span":
      return <SpanField field={item} send={send} />;
    case "weekdays":
      return <WeekdaysField field={item} send={send} />;
    case "holidays":
      return <HolidaysField field={item} send={send} />;
    case "times":
      return <TimesField field={item} send={send} />;
    case "shortcut":
      return <ShortcutField field={item} send={send} />;
    case "pause":
      return <Pause item={item} send={send} />;
    case "sample":
      return (
        <Actions
          name="sample"
          hint={item.hint}
          actions={[{ label: item.button, onChoose: () => send({ kind: "sample" }) }]}
        />
      );
    case "services":
      return <Services item={item} send={send} />;
    case "facts":
      return <Facts item={item} />;
    case "account":
      return <Account item={item} send={send} />;
    case "files":
      return (
        <Actions
          name="files"
          hint={item.hint}
          actions={[
            { label: item.export, onChoose: () => send({ kind: "export" }) },
            { label: item.import, onChoose: () => send({ kind: "import" }) },
          ]}
        />
      );
    case "diagnostics":
      return (
        <Actions
          name="diagnostics"
          hint={item.hint}
          actions={[{ label: item.button, onChoose: () => send({ kind: "diagnose" }) }]}
        />
      );
    case "restart":
      return (
        <Actions
          name="restart"
          hint={item.hint}
          actions={[{ label: item.button, onChoose: () => send({ kind: "restart" }) }]}
        />
      );
    case "reset":
      return <Reset item={item} send={send} />;
    case "history":
      return <History item={item} send={send} />;
    default:
      return item satisfies never;
  }
}
