import fc from "fast-check";

/** Only in the long run: each property that says no number of its own is tried so often. */
fc.configureGlobal({ numRuns: 2_000 });
