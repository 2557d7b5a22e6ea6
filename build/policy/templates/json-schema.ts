import { CONNECTION, type JsonSchema, PREFERENCES, type TemplateSetting } from "./settings.ts";

/** The schema of a policy file, for editors. Titles are in both languages. */
export function policyJsonSchema(): JsonSchema {
  const language = PREFERENCES.filter(({ key }) => key === "language");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Alrimi policy",
    type: "object",
    additionalProperties: false,
    properties: {
      ...propertiesOf(CONNECTION),
      // For compatibility the locked language has a key of its own, without "system".
      ...propertiesOf(language.map((each) => ({ ...each, schema: { type: "string", enum: ["ko", "en"] } }))),
      preferences: { ...group(), title: "고정하는 설정 / Locked settings" },
      defaults: { ...group(), title: "기본값 / Defaults" },
    },
  };
}

function group(): JsonSchema {
  return { type: "object", additionalProperties: false, properties: propertiesOf(PREFERENCES) };
}

function propertiesOf(settings: readonly TemplateSetting[]): NonNullable<JsonSchema["properties"]> {
  const entries = settings.map(({ key, schema, label, ...rest }) => [
    key,
    {
      title: `${label.ko} / ${label.en}`,
      ...schema,
      ...("standard" in rest ? { default: rest.standard } : {}),
    },
  ]);
  return Object.fromEntries(entries);
}
