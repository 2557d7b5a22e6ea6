import type { Language } from "../../../main/contract/catalog.ts";
import { REGISTRY_KEY } from "../../../main/desktop/policy/registry-policies.ts";
import { CONNECTION, type Form, formOf, PREFERENCES, type TemplateSetting } from "./settings.ts";
import { builtInText, EDITOR_TEXTS, jsonText } from "./texts.ts";

export const CATEGORIES = ["Connection", "Locked", "Defaults"] as const;
type Category = (typeof CATEGORIES)[number];

/** One policy of the group policy editor. */
export interface GroupPolicy {
  /** Letters, digits and `_` only, because the editor refuses others (microsoft/vscode#278352). */
  readonly id: string;
  readonly category: Category;
  readonly key: string;
  readonly valueName: string;
  readonly form: Form;
  readonly label: Readonly<Record<Language, string>>;
  readonly explain: Readonly<Record<Language, string>>;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of a policy
  credentials: '{"credsFile":"creds/${user}.creds"}',
  tls: '{"caFile":"ca.pem"}',
  updates: '{"url":"https://updates.example.com/alrimi/"}',
  remindAfter: "60",
  lunch: "null",
  quietHours: '{"from":"22:00","to":"07:00"}',
};
/** Plain texts. */
const PLAIN = ["user", "shortcut"];

/** All policies of the editor: those of the connection, and each preference as a lock and as a default. */
export const GROUP_POLICIES: readonly GroupPolicy[] = [
  ...CONNECTION.map((setting) => policyOf(setting, "Connection", REGISTRY_KEY)),
  ...PREFERENCES.map((setting) => policyOf(setting, "Locked", `${REGISTRY_KEY}\\Preferences`)),
  ...PREFERENCES.map((setting) => policyOf(setting, "Defaults", `${REGISTRY_KEY}\\Defaults`)),
];

function policyOf(
  setting: TemplateSetting & { standard?: unknown },
  category: Category,
  key: string,
): GroupPolicy {
  const { key: valueName, label, standard } = setting;
  const form = formOf(setting);
  const example = EXAMPLES[valueName] ?? JSON.stringify(standard);
  const isJson = form.kind === "text" && !PLAIN.includes(valueName);
  const explain = (language: Language): string =>
    [
      ...(category === "Connection" ? [] : [EDITOR_TEXTS[category][language]]),
      ...(standard === undefined ? [] : [builtInText(JSON.stringify(standard))[language]]),
      ...(isJson ? [jsonText(example)[language]] : []),
      ...(form.kind === "lines" ? [EDITOR_TEXTS.lines[language]] : []),
      EDITOR_TEXTS.readme[language],
    ].join("\n");
  return {
    id: `${category}_${valueName}`,
    category,
    key,
    valueName,
    form,
    label,
    explain: { ko: explain("ko"), en: explain("en") },
  };
}
