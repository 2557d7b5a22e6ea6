import { createHash } from "node:crypto";
import { APP_ID } from "../../../main/core/identity.ts";
import { type Xml, xml, xmlDocument } from "../../xml.ts";
import { PREFERENCES } from "./settings.ts";

const DOCTYPE =
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';

/**
 * A configuration profile for macOS: each preference as a default with its built-in value, and nothing locked. An
 * administrator moves keys from `defaults` to `preferences`, and adds `servers` and the other keys of the connection.
 */
export function mobileconfig(): string {
  const defaults = Object.fromEntries(PREFERENCES.map(({ key, standard }) => [key, standard]));
  const profile = {
    PayloadDisplayName: "알림이 / Alrimi",
    PayloadIdentifier: `${APP_ID}.profile`,
    PayloadType: "Configuration",
    PayloadUUID: uuidOf("profile"),
    PayloadVersion: 1,
    PayloadScope: "System",
    PayloadContent: [
      {
        PayloadDisplayName: "알림이 / Alrimi",
        PayloadIdentifier: `${APP_ID}.profile.settings`,
        PayloadType: APP_ID,
        PayloadUUID: uuidOf("settings"),
        PayloadVersion: 1,
        preferences: {},
        defaults,
      },
    ],
  };
  return xmlDocument(xml("plist", { version: "1.0" }, [plistValue(profile)]), DOCTYPE);
}

/** A property list has no null; the app reads the text `null` as one. */
function plistValue(value: unknown): Xml {
  if (value === null) return xml("string", {}, "null");
  if (typeof value === "boolean") return xml(value ? "true" : "false");
  if (typeof value === "number") return xml("integer", {}, `${value}`);
  if (typeof value === "string") return xml("string", {}, value);
  if (Array.isArray(value)) return xml("array", {}, value.map(plistValue));
  const entries = Object.entries(value as object);
  return xml(
    "dict",
    {},
    entries.flatMap(([key, each]) => [xml("key", {}, key), plistValue(each)]),
  );
}

/** The same one each time, so that a new version of the profile replaces the old one. */
function uuidOf(name: string): string {
  const hash = createHash("sha256").update(`${APP_ID}/${name}`).digest("hex").toUpperCase();
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
