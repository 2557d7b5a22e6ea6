import * as v from "valibot";
import { canonicalId } from "../../contract/subject.ts";
import { readGivenFile } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";
import { text, timeZone } from "../config-values.ts";
import type { OldSystem } from "./ask.ts";
import type { AskingHours } from "./hours.ts";

const url = v.pipe(
  text,
  v.check(
    (given) => /^https?:\/\//.test(given) && URL.canParse(given),
    "it must be an http or https address",
  ),
);
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const clock = v.pipe(v.string(), v.regex(CLOCK, "it must be a time such as 07:00"));

/** One system that is asked for everybody, in the configuration of `alrimi server`. */
export const BridgeSchema = v.strictObject({
  service: v.pipe(
    text,
    v.check((id) => canonicalId(id).ok, "it is not an id"),
  ),
  /** With `{user}` for the percent-encoded id. */
  url: v.pipe(
    url,
    v.check((given) => given.includes("{user}"), "it must contain {user}"),
  ),
  count: v.union(
    [
      v.strictObject({ json: v.pipe(v.string(), v.regex(/^(\/.*)?$/, "it must be a JSON Pointer")) }),
      v.strictObject({ html: text }),
    ],
    'it must be {"json": a JSON Pointer} or {"html": a CSS selector}',
  ),
  requestsPerMinute: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(6_000)), 30),
  atOnce: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)), 1),
  hours: v.optional(
    v.strictObject({
      from: clock,
      to: clock,
      timeZone: v.optional(timeZone, "Asia/Seoul"),
    }),
  ),
  timeoutSeconds: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(120)), 10),
  /** A JSON object of the headers that are sent with each request, such as `Authorization`. */
  headersFile: v.optional(text),
  /** A JSON object of the form's fields. */
  login: v.optional(v.strictObject({ url, fieldsFile: text })),
});

/** {@link BridgeSchema} with absolute paths. */
export type BridgePart = v.InferOutput<typeof BridgeSchema>;

/** Maximum size of a file with headers or fields, in bytes. */
const MAX_BYTES = 16 * 1024;
const Texts = v.record(v.string(), v.string());

/** @throws {Error} whose message names the file, and never its content */
export function oldSystemOf({ url, timeoutSeconds, headersFile, login }: BridgePart): OldSystem {
  return {
    url,
    timeoutMs: timeoutSeconds * 1_000,
    headers: headersFile === undefined ? {} : readTexts(headersFile),
    ...(login === undefined ? {} : { login: { url: login.url, fields: readTexts(login.fieldsFile) } }),
  };
}

export function hoursOf({ hours }: BridgePart): AskingHours | undefined {
  if (hours === undefined) return undefined;
  return { from: minutesOf(hours.from), to: minutesOf(hours.to), timeZone: hours.timeZone };
}

function minutesOf(time: string): number {
  const [hour = "", minute = ""] = time.split(":");
  return Number(hour) * 60 + Number(minute);
}

function readTexts(file: string): Readonly<Record<string, string>> {
  try {
    return v.parse(Texts, JSON.parse(readGivenFile(file, MAX_BYTES).toString("utf8")));
  } catch (error) {
    // The parser's message would quote the file.
    const isOurs = error instanceof SyntaxError || error instanceof v.ValiError;
    throw new Error(`${file}: ${isOurs ? "it must be a JSON object of texts" : reasonOf(error)}`, {
      cause: error,
    });
  }
}
