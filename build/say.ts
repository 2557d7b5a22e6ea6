/** A line for the person at the terminal, in both languages of the project. */
export interface Line {
  readonly ko: string;
  readonly en: string;
}

/** True when the locale of the environment is Korean (`LC_ALL`, then `LC_MESSAGES`, then `LANG`). */
function speaksKorean(env: NodeJS.ProcessEnv = process.env): boolean {
  return (env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "").startsWith("ko");
}

/** The line in the person's language. */
export function inOwnWords(line: Line, env: NodeJS.ProcessEnv = process.env): string {
  return speaksKorean(env) ? line.ko : line.en;
}

/** Writes one progress line to standard error, so that standard output stays free for results. */
export function say(line: Line): void {
  process.stderr.write(`${inOwnWords(line)}\n`);
}
