import { REMOVED } from "../../core/diagnostics/scrub.ts";
import { withoutBlocks } from "../../core/diagnostics/secret-looks.ts";

/** Connection changes in a file, the newest ones. */
const MOST_CHANGES = 100;

/** Values of the person's approvals in the lines about notifications. */
const COUNTS = /("(?:count|toldCount|dueAt)":)[^,}]*/g;
/** When the person locked the screen or gave a presentation. The reasons of the decisions are enough. */
const PRESENCE = / presence: /;
/** Lines about refused events quote them. The reason and the service stay. */
const REFUSED = /( event refused: [^:]*(?:: [^:]*)?).*/;

/** The lines of a log without blocks of several lines, such as keys, and without what is the person's own affair. */
export function logLines(log: string): string[] {
  return withoutBlocks(log, REMOVED)
    .split("\n")
    .filter((line) => line !== "" && !PRESENCE.test(line))
    .map((line) => line.replace(COUNTS, "$1null").replace(REFUSED, "$1"));
}

/** The states of the connection, oldest first, from the log. They hold nothing but the time and the state's name. */
export function connectionHistory(log: string): { readonly at: string; readonly state: string }[] {
  const changes = log.matchAll(/^(\d{4}-\d\d-\d\dT[\d:.]+Z) info connection: ([a-z]+)$/gm);
  return [...changes].slice(-MOST_CHANGES).map(([, at = "", state = ""]) => ({ at, state }));
}
