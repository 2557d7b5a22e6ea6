import { END_SIGNALS } from "../../main/files/end-signals.ts";

const cleaners = new Set<() => void>();

/**
 * Runs a synchronous clean-up when this process exits or receives a signal. Returns the undo. The signal keeps its
 * effect: without other listeners, the process dies of it afterwards.
 */
export function onHostExit(clean: () => void): () => void {
  if (cleaners.size === 0) watch();
  cleaners.add(clean);
  return () => {
    if (cleaners.delete(clean) && cleaners.size === 0) unwatch();
  };
}

function watch(): void {
  process.on("exit", cleanAll);
  for (const signal of END_SIGNALS) process.on(signal, onSignal);
}

function unwatch(): void {
  process.off("exit", cleanAll);
  for (const signal of END_SIGNALS) process.off(signal, onSignal);
}

function cleanAll(): void {
  for (const clean of cleaners) {
    try {
      clean();
    } catch (error) {
      console.error(error); // the other clean-ups must run too
    }
  }
  cleaners.clear();
}

function onSignal(signal: NodeJS.Signals): void {
  const alone = process.listenerCount(signal) === 1;
  if (!alone) return; // other listeners decide about the exit; the "exit" event cleans up then
  cleanAll();
  unwatch();
  process.kill(process.pid, signal);
}
