// Loaded into the app before its first line: what it does every minute it does many times a second.
const { setInterval: realInterval } = globalThis;
globalThis.setInterval = (callback, interval, ...rest) =>
  realInterval(callback, interval === 60_000 ? 200 : interval, ...rest);
