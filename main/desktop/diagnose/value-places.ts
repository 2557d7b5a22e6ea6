import type { ManagedPolicy, ValuePlaces } from "../../core/policy/managed-policy.ts";
import { MAX_POLICY_BYTES } from "../../core/policy/policy.ts";
import type { SettingsSource } from "../account/settings-file.ts";
import { jsonIn } from "./read-text.ts";

/** What gives each value of the settings. A policy's value comes before the person's own. */
export function valuePlaces({ file, isPolicy }: SettingsSource, { places }: ManagedPolicy): ValuePlaces {
  if (isPolicy) return places;
  const own = Object.keys(Object(jsonIn(file, MAX_POLICY_BYTES)));
  const company = ["fleet", "updates", "enrol"]; // only a policy sets these
  return {
    ...Object.fromEntries(own.filter((key) => !company.includes(key)).map((key) => [key, file])),
    ...places,
  };
}
