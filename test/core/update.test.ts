import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Build,
  IDLE_AFTER,
  isDowngrade,
  MISSED_BY_NOBODY_AFTER,
  nextUpdate,
  offeredBy,
  parseBuild,
  SETTLES_WITHIN,
  type UpdateLook,
  type UpdateState,
} from "../../main/core/update.ts";

const START = 1_795_000_000_000;
const build = (version: string): Build => ({ version, electron: "45.5.0", runtime: "official" });
const RUNNING = { build: build("0.1.0"), program: "1,1" };

/** At a desk where nobody does anything, and nothing was installed. */
const QUIET: UpdateLook = {
  installation: RUNNING,
  isWindowOpen: false,
  isLocked: false,
  idleFor: 0,
  isSecretOnlyHere: false,
};
const NEW: Partial<UpdateLook> = { installation: { build: build("0.2.0"), program: "1,2" } };

/** Looks at these times after the start. */
class Looks {
  state: UpdateState = { running: RUNNING, found: null, lastWindowAt: START };
  at(time: number, look: Partial<UpdateLook> = {}) {
    const { state, step } = nextUpdate(this.state, { ...QUIET, ...look }, START + time);
    this.state = state;
    return step;
  }
}

/** The step after the installer has finished. */
function settled(look: Partial<UpdateLook>) {
  const looks = new Looks();
  looks.at(0, { ...NEW, ...look });
  return looks.at(SETTLES_WITHIN, { ...NEW, ...look });
}

test("update - what was started from the installed files is current", () => {
  expect(new Looks().at(0)).toEqual({ kind: "current" });
});

const update = { version: "0.2.0", kind: "newer" };

test.each([
  ["a window is open", { isWindowOpen: true, isLocked: true }, "wait", "window-open"],
  ["the credentials would be lost", { isSecretOnlyHere: true, isLocked: true }, "wait", "secret-only-here"],
  ["the person is there", { idleFor: IDLE_AFTER - 1 }, "wait", "person-there"],
  ["the person may be there", { idleFor: undefined }, "wait", "person-there"],
  ["the screen is locked", { isLocked: true }, "restart", "locked"],
  ["nobody has touched anything", { idleFor: IDLE_AFTER }, "restart", "idle"],
] as const)("update - while %s", (_what, look, kind, reason) => {
  expect(settled(look)).toEqual({ kind, update, reason });
});

test("update - an installer that still writes is waited for, from its last change on", () => {
  const looks = new Looks();
  const [half, whole] = [{ build: build("0.2.0"), program: "1,1" }, NEW.installation];
  const away = { isLocked: true };
  expect(looks.at(0, { ...away, installation: half })).toEqual({ kind: "settling" });
  expect(looks.at(SETTLES_WITHIN - 1, { ...away, ...(whole && { installation: whole }) })).toEqual({
    kind: "settling",
  });
  expect(looks.at(2 * SETTLES_WITHIN - 2, { ...away, ...NEW })).toEqual({ kind: "settling" });
  expect(looks.at(2 * SETTLES_WITHIN - 1, { ...away, ...NEW }).kind).toBe("restart");
});

test("update - an installation that comes back as it was is current again", () => {
  const looks = new Looks();
  looks.at(0, NEW);
  expect(looks.at(SETTLES_WITHIN).kind).toBe("current");
  expect(looks.at(SETTLES_WITHIN + 1, NEW).kind).toBe("settling");
});

test("update - where the input is not known, nobody misses the app four hours after its last window", () => {
  const looks = new Looks();
  const look = { ...NEW, idleFor: undefined };
  looks.at(0, look);
  const windowAt = SETTLES_WITHIN;
  expect(looks.at(windowAt, { ...look, isWindowOpen: true })).toMatchObject({ reason: "window-open" });
  expect(looks.at(windowAt + MISSED_BY_NOBODY_AFTER - 1, look)).toMatchObject({ reason: "person-there" });
  expect(looks.at(windowAt + MISSED_BY_NOBODY_AFTER, look)).toMatchObject({ reason: "long-without-window" });
});

test.each([
  ["build-missing", { build: undefined, program: "1,2" }],
  ["program-missing", { build: build("0.2.0"), program: undefined }],
  ["build-missing", { build: undefined, program: undefined }],
] as const)(
  "update - a broken installation (%s) is no reason to restart, and is not offered",
  (reason, installation) => {
    const step = settled({ installation, isLocked: true, idleFor: 10 * IDLE_AFTER });
    expect(step).toEqual({ kind: "unusable", reason });
    expect(offeredBy(step)).toBeNull();
  },
);

test("update - a clock that is set back makes nothing wait longer than it would from there", () => {
  const looks = new Looks();
  looks.at(10 * SETTLES_WITHIN, { ...NEW, isLocked: true });
  expect(looks.at(0, { ...NEW, isLocked: true }).kind).toBe("settling");
  expect(looks.at(SETTLES_WITHIN, { ...NEW, isLocked: true }).kind).toBe("restart");
});

test.each([
  ["0.2.0", "newer"],
  ["0.1.1", "newer"],
  ["0.10.0", "newer"],
  ["0.1.0.1", "newer"],
  ["0.0.9", "older"],
  ["0.1", "newer"], // written otherwise, so it is told by its name
  ["0.1.0", "same"],
  ["nightly", "newer"],
] as const)("update - over 0.1.0 the version %s is %s", (version, kind) => {
  const look = { installation: { build: build(version), program: "1,2" } };
  expect(offeredBy(settled(look))).toEqual({ version, kind });
});

test("update - a step back is told from a step forward", () => {
  expect(isDowngrade({ from: "0.2.0", to: "0.1.9" })).toBe(true);
  expect(isDowngrade({ from: "0.9.0", to: "0.10.0" })).toBe(false);
});

test("update - never restarts with a window open, without a program, or into itself, whatever happens", () => {
  const installation = fc.record({
    build: fc.constantFrom(build("0.1.0"), build("0.2.0"), undefined),
    program: fc.constantFrom("1,1", "1,2", undefined),
  });
  const look = fc.record({
    installation,
    isWindowOpen: fc.boolean(),
    isLocked: fc.boolean(),
    idleFor: fc.option(fc.nat(2 * IDLE_AFTER), { nil: undefined }),
    isSecretOnlyHere: fc.boolean(),
  });
  const times = fc.array(fc.tuple(look, fc.integer({ min: -IDLE_AFTER, max: MISSED_BY_NOBODY_AFTER })));
  fc.assert(
    fc.property(times, (all) => {
      const looks = new Looks();
      let time = 0;
      for (const [each, later] of all) {
        time += later;
        const step = looks.at(time, each);
        if (step.kind !== "restart") continue;
        expect(each.isWindowOpen || each.isSecretOnlyHere).toBe(false);
        expect(each.installation.program).toBeDefined();
        expect(each.installation).not.toEqual(RUNNING);
      }
    }),
  );
});

test("update - only a package's build.json is one", () => {
  expect(parseBuild(JSON.stringify({ ...build("0.2.0"), more: 1 }))).toEqual(build("0.2.0"));
  for (const bad of [
    "",
    "{",
    "[]",
    "null",
    '{"version":"0.2.0"}',
    '{"version":"","electron":"1","runtime":"x"}',
  ]) {
    expect(parseBuild(bad)).toBeUndefined();
  }
});
