/** A line for the terminal in both languages. */
export interface Line {
  readonly ko: string;
  readonly en: string;
}

/** Whether the locale of the environment is Korean (`LC_ALL`, then `LC_MESSAGES`, then `LANG`). */
function speaksKorean(env: NodeJS.ProcessEnv = process.env): boolean {
  return (env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "").startsWith("ko");
}

/** Selects the person's language. */
export function inOwnWords(line: Line, env: NodeJS.ProcessEnv = process.env): string {
  return speaksKorean(env) ? line.ko : line.en;
}

/** Writes a progress line to standard error. Standard output is for results. */
export function say(line: Line): void {
  process.stderr.write(`${inOwnWords(line)}\n`);
}
