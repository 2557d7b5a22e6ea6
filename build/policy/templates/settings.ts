import { toJsonSchema } from "@valibot/to-json-schema";
import type { Language } from "../../../main/contract/catalog.ts";
import { COMPANY_KEYS, CONNECTION_KEYS, POLICY_SCHEMAS } from "../../../main/core/policy/policy.ts";
import {
  DEFAULT_PREFERENCES,
  PREFERENCE_KEYS,
  PREFERENCE_SCHEMAS,
} from "../../../main/core/preferences/preferences.ts";
import { wordsIn } from "../../../main/words/index.ts";
import { CONNECTION_TEXTS } from "./texts.ts";

/** The keys of a policy as the templates need them, made from the schemas of the app. */

export type JsonSchema = ReturnType<typeof toJsonSchema>;

export interface TemplateSetting {
  readonly key: string;
  /** A schema without `$schema`. */
  readonly schema: JsonSchema;
  readonly label: Readonly<Record<Language, string>>;
}

export interface TemplatePreference extends TemplateSetting {
  /** The built-in default. */
  readonly standard: unknown;
}

const ONLY_CONNECTION = [...CONNECTION_KEYS, ...COMPANY_KEYS] as const;

/** Keys of the connection, of links, of updates and of the fleet. */
export const CONNECTION: readonly TemplateSetting[] = ONLY_CONNECTION.map((key) => ({
  key,
  schema: schemaOf(POLICY_SCHEMAS[key]),
  label: CONNECTION_TEXTS[key],
}));

/** Keys that may be locked, or have another default. */
export const PREFERENCES: readonly TemplatePreference[] = PREFERENCE_KEYS.map((key) => ({
  key,
  schema: schemaOf(PREFERENCE_SCHEMAS[key]),
  label: { ko: wordsIn("ko").settings.labels[key], en: wordsIn("en").settings.labels[key] },
  standard: DEFAULT_PREFERENCES[key],
}));

/** The form that an administrator writes. Checks that JSON Schema does not know are made by the app alone. */
function schemaOf(schema: Parameters<typeof toJsonSchema>[0]): JsonSchema {
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode: "input", errorMode: "ignore" });
  return rest;
}

/** How a value is entered where there are no JSON types. The app reads any text as JSON too. */
export type Form =
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "lines" }
  | { readonly kind: "text" };

export function formOf({ schema }: TemplateSetting): Form {
  if (schema.type === "boolean") return { kind: "switch" };
  if (schema.enum !== undefined) return { kind: "choice", values: schema.enum.map(String) };
  const isList = schema.type === "array" && typeof schema.items === "object" && "type" in schema.items;
  return isList && (schema.items as JsonSchema).type === "string" ? { kind: "lines" } : { kind: "text" };
}
