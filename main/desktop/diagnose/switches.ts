import { resolve } from "node:path";
import { argsBeforeLink } from "../../core/activation.ts";

/** The switches of `alrimi --diagnose`. */
export interface DiagnoseSwitches {
  /** Absolute path of the file to write. Undefined for a file in the app's folder. */
  readonly output: string | undefined;
}

const OUTPUT = "--output=";

/**
 * Parses `--diagnose` and `--output=FILE`. A relative path is resolved against the working directory.
 * @returns undefined without `--diagnose`
 */
export function parseDiagnose(argv: readonly string[]): DiagnoseSwitches | undefined {
  const args = argsBeforeLink(argv); // a link must not start another kind of run
  if (!args.includes("--diagnose")) return undefined;
  const file = args.find((arg) => arg.startsWith(OUTPUT))?.slice(OUTPUT.length);
  return { output: file ? resolve(file) : undefined };
}

const HEADLESS = "--ozone-platform=headless";

/**
 * Arguments of a run without a display. Chromium reads this switch before any code of the app runs, so the app has to
 * start itself again with it.
 * @param argv arguments after the program
 * @returns undefined when the run needs no display already
 */
export function headlessArgs(argv: readonly string[], platform: NodeJS.Platform): string[] | undefined {
  if (platform !== "linux" || argv.includes(HEADLESS)) return undefined;
  return [HEADLESS, ...argv.filter((arg) => !arg.startsWith("--ozone-platform="))];
}
