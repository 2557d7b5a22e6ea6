import * as v from "valibot";
import { type Language, nameIn } from "../../main/contract/catalog.ts";
import { wordsIn as appWordsIn } from "../../main/words/index.ts";
import { SYSTEMS } from "./services.ts";
import { wordsIn } from "./words.ts";

/** Log line of the app: time, level, text. */
const LOG_LINE = /^\S+ (info|warn|error) (.*)$/;
const OPENED = /^link opened: /;
/** A problem with its arguments, which are joined. */
const PROBLEM = /^problem: (\S+): (.*)$/;

const Row = v.object({ service: v.string(), count: v.number() });
const Told = v.union([
  v.object({ kind: v.literal("notice"), ...Row.entries }),
  v.object({ kind: v.literal("digest"), rows: v.array(Row) }),
]);

/** Log text of the app when all counts are current. */
export const FRESH = "connection: fresh";

/** Text of a log line. Undefined for output of the runtime. */
export function textOf(line: string): string | undefined {
  return LOG_LINE.exec(line)?.[2];
}

/** Translates a log line of the app for the terminal. Undefined for lines that are not shown. */
export function describeAppLine(language: Language, line: string): string | undefined {
  const [, level, said = ""] = LOG_LINE.exec(line) ?? [];
  if (level === undefined) return undefined;
  if (level !== "info" || OPENED.test(said)) return problemText(language, said) ?? said;
  const words = wordsIn(language);
  const [subject, rest] = said.split(/: (.*)/s, 2);
  if (subject === "connection") return words.appConnection[rest ?? ""] ?? said;
  if (subject !== "told") return undefined;
  const told = v.safeParse(v.pipe(v.string(), v.parseJson(), Told), rest);
  if (!told.success) return said;
  const rows = told.output.kind === "notice" ? [told.output] : told.output.rows;
  const nameOf = (id: string): string => {
    const service = SYSTEMS.find((each) => each.id === id);
    return service === undefined ? id : nameIn(language, service);
  };
  return words.appTold(rows.map(({ service, count }) => `${nameOf(service)} ${count}`).join(", "));
}

/** The text of a problem with one argument at most. The arguments of others cannot be told apart in the line. */
function problemText(language: Language, said: string): string | undefined {
  const [, key = "", argument = ""] = PROBLEM.exec(said) ?? [];
  const texts: Readonly<Record<string, (...args: never[]) => string>> = appWordsIn(language).problems;
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
  return text === undefined || text.length > 1 ? undefined : (text as (argument: string) => string)(argument);
}
