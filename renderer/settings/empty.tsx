import type { Empty as EmptyView } from "../../main/view/settings/fields.ts";
import { Icon, type IconName } from "../icon.tsx";

export function Empty({ text, hint, icon }: EmptyView & { readonly icon: IconName }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-text">{text}</p>
      {hint !== undefined && <p class="empty-hint">{hint}</p>}
    </div>
  );
}
