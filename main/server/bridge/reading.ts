import jsonpointer from "jsonpointer";
import { MAX_COUNT } from "../../contract/event-fields.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { findIn } from "./page.ts";

/** Where the count stands in an answer. */
export type CountRule =
  /** A JSON Pointer (RFC 6901) to a number, or to a list whose length is the count. */
  | { readonly json: string }
  /** A CSS selector of the one element whose text has the count. */
  | { readonly html: string };

/** The old system's answer. */
export interface OldAnswer {
  readonly status: number;
  /** Media type in lower case, without parameters; empty when it says none. */
  readonly type: string;
  readonly body: string;
}

/** Why an answer says no count. */
export type ReadingFault =
  | "login-page"
  | "http-status"
  | "empty"
  | "not-json"
  | "form-changed"
  | "unreadable"
  | "not-a-count";

/**
 * Reads the count in an answer. What is not certainly a count is a fault, because a login page or a changed form must not
 * become a zero. A refusal's detail quotes nothing of the answer, because it is logged. Never throws.
 */
export function readCount({ status, type, body }: OldAnswer, rule: CountRule): Result<number, ReadingFault> {
  if (status >= 300 && status < 400) return refuse("login-page", `it redirects (${status})`);
  if (status === 401 || status === 403) return refuse("login-page", `the login is refused (${status})`);
  if (status !== 200) return refuse("http-status", `HTTP ${status}`);
  if (body.trim() === "") return refuse("empty", "the answer is empty");
  return "json" in rule ? inJson(type, body, rule.json) : inHtml(body, rule.html);
}

function inJson(type: string, body: string, pointer: string): Result<number, ReadingFault> {
  if (type === "text/html" || body.trimStart().startsWith("<")) {
    return refuse("login-page", "it is a page where JSON was expected");
  }
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return refuse("not-json", "it is not JSON");
  }
  if (typeof document !== "object" || document === null)
    return refuse("form-changed", "it is no JSON object");
  const value: unknown = jsonpointer.get(document, pointer);
  if (value === undefined || value === null) return refuse("form-changed", `nothing is at ${pointer}`);
  if (Array.isArray(value)) return countOf(value.length);
  if (typeof value === "number") return countOf(value);
  return typeof value === "string" ? inText(value) : refuse("not-a-count", `at ${pointer} is no number`);
}

function inHtml(body: string, selector: string): Result<number, ReadingFault> {
  const page = findIn(body, selector);
  if (!page.ok) return page;
  const { asksPassword, matches, text } = page.value;
  if (asksPassword) return refuse("login-page", "it asks for a password");
  return matches === 1
    ? inText(text)
    : refuse("form-changed", `${matches} elements match ${selector}, not one`);
}

/** Exactly one number, such as in `결재 대기 1,204건`. */
function inText(text: string): Result<number, ReadingFault> {
  // A match begins only where a run of these characters does: from each of them it would take quadratic time.
  const numbers = text.match(/(?<![-+.\d,])[-+.\d,]*\d/g) ?? [];
  const [only = ""] = numbers;
  if (numbers.length !== 1 || !/^(\d+|\d{1,3}(,\d{3})+)$/.test(only)) {
    return refuse("not-a-count", `it must have one whole number; numbers in it: ${numbers.length}`);
  }
  return countOf(Number(only.replaceAll(",", "")));
}

function countOf(value: number): Result<number, ReadingFault> {
  if (!Number.isInteger(value) || value < 0 || value > MAX_COUNT) {
    return refuse("not-a-count", `its number is no whole number from 0 to ${MAX_COUNT}`);
  }
  return accept(value);
}
