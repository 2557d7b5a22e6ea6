// Loaded into the app before its first line: its clock starts at the moment that the test chose and goes on from there.
const realNow = Date.now;
const offset = Number(process.env.TEST_CLOCK_AT) - realNow();
globalThis.realNow = realNow;
Date.now = () => realNow() + offset;
