// Loaded into the app before its first line: its clock runs ten times as fast, and it looks for an update twice a second.
const realNow = Date.now;
const began = realNow();
Date.now = () => began + (realNow() - began) * 10;
const { setInterval: realInterval } = globalThis;
globalThis.setInterval = (callback, interval, ...rest) =>
  realInterval(callback, interval === 60_000 ? 500 : interval, ...rest);
