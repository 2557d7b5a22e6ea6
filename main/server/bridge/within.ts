/**
 * Does work that has to end within `ms` milliseconds, and when `signal` is aborted. A timeout that is a part of
 * `AbortSignal.any` would be shorter, but Node 20 may collect it, and then nothing ends the work.
 * @throws what the work throws: a `TimeoutError` when it is late
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = setTimeout(() => limit.abort(new DOMException("", "TimeoutError")), ms);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
