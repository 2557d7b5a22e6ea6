import { END_SIGNALS } from "../files/end-signals.ts";

/** Aborted when a signal asks the command to end, which then ends by itself. `ignore` gives the signals back. */
export function endSignal(): { readonly signal: AbortSignal; readonly ignore: () => void } {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  for (const signal of END_SIGNALS) process.on(signal, end);
  return {
    signal: ended.signal,
    ignore: () => {
      for (const signal of END_SIGNALS) process.off(signal, end);
    },
  };
}
