import fc from "fast-check";
import { expect, test } from "vitest";
import {
  CHECK_EVERY,
  CHECK_SPREAD,
  FIRST_CHECK_AFTER,
  FIRST_CHECK_SPREAD,
  faultOfCode,
  INITIAL_SELF_UPDATE,
  type InstallFacts,
  MAX_ARCHIVE_BYTES,
  nextSelfUpdate,
  parseChannel,
  type SelfUpdateInput,
  type SelfUpdateState,
  whyDisabled,
} from "../../main/core/self-update.ts";

const START = 1_795_000_000_000;
const HOUR = 60 * 60_000;
const build = { version: "0.1.0", electron: "45.4.1", runtime: "official", package: "tar.gz" };
const OWN: InstallFacts = {
  platform: "linux",
  build,
  isOwn: true,
  hasKey: true,
  updates: { url: "https://updates.example.com/alrimi" },
};

test.each([
  ["a person's own folder with a server and a key", {}, null],
  ["a folder of electron-builder", { build: { ...build, package: "dir" } }, null],
  ["a checkout", { build: undefined }, "not-packaged"],
  ["a deb in a folder that can be written", { build: { ...build, package: "deb" } }, "machine"],
  ["an rpm", { build: { ...build, package: "rpm" } }, "machine"],
  ["an MSI", { build: { ...build, package: "msi" }, platform: "win32" }, "machine"],
  ["an installer for all users", { build: { ...build, package: "nsis" }, platform: "win32" }, "machine"],
  ["a package of an unknown kind", { build: { ...build, package: undefined } }, "machine"],
  ["a folder of somebody else's", { isOwn: false }, "machine"],
  [
    "a bundle of the person's own",
    { build: { ...build, package: "dmg" }, platform: "darwin" },
    "unsupported",
  ],
  ["no policy", { updates: undefined }, "no-server"],
  ["a policy that forbids", { updates: { url: null } }, "policy"],
  ["a package without a key", { hasKey: false }, "no-key"],
] as const)("own updates - %s", (_what, facts, reason) => {
  expect(whyDisabled({ ...OWN, ...facts } as InstallFacts)).toBe(reason);
});

test("own updates - what a machine owns takes none, whatever the policy says", () => {
  const kinds = fc.constantFrom("deb", "rpm", "msi", "nsis", "AppImage", undefined);
  const platforms = fc.constantFrom("linux", "win32", "darwin");
  fc.assert(
    fc.property(kinds, platforms, fc.boolean(), (kind, platform, isOwn) => {
      const updates = { url: "https://updates.example.com/alrimi/" };
      const facts = { ...OWN, platform, isOwn, build: { ...build, package: kind }, updates };
      expect(whyDisabled(facts)).toBe("machine");
    }),
  );
});

const sha512 = `${"A".repeat(86)}==`;
const channel = (more: object = {}) => ({
  version: "0.2.0",
  files: [{ url: "alrimi-0.2.0.tar.gz", sha512, size: 100, blockMapSize: 3 }],
  ...more,
});

test("channel - what is needed is read, and all else is left out", () => {
  expect(parseChannel(channel({ releaseNotes: " new \n", path: "../x" }))).toEqual({
    ok: true,
    value: {
      version: "0.2.0",
      file: { url: "alrimi-0.2.0.tar.gz", sha512, size: 100 },
      stagingPercentage: 100,
      notes: "new",
    },
  });
  expect(parseChannel(channel({ releaseNotes: ["x"] }))).toMatchObject({ ok: true });
});

const file = (more: object) => channel({ files: [{ ...channel().files[0], ...more }] });
test.each([
  [null, /^file: /],
  ["text", /^file: /],
  [channel({ version: "0.2" }), /^version: /],
  [channel({ version: "../../evil" }), /^version: /],
  [channel({ version: 2 }), /^version: /],
  [channel({ version: "1.0.0-/.." }), /^version: /],
  [channel({ files: [] }), /^files: /],
  [channel({ files: [...channel().files, ...channel().files] }), /^files: /],
  [file({ url: "https://elsewhere.example.com/a.tar.gz" }), /^files\.0\.url: /],
  [file({ url: "//elsewhere.example.com/a.tar.gz" }), /^files\.0\.url: /],
  [file({ url: "../a.tar.gz" }), /^files\.0\.url: /],
  [file({ url: ".tar.gz" }), /^files\.0\.url: /],
  [file({ url: "a.deb" }), /^files\.0\.url: /],
  [file({ sha512: "" }), /^files\.0\.sha512: /],
  [file({ size: 0 }), /^files\.0\.size: /],
  [file({ size: MAX_ARCHIVE_BYTES + 1 }), /^files\.0\.size: /],
  [file({ size: Number.NaN }), /^files\.0\.size: /],
])("channel - %j is refused", (value, detail) => {
  const parsed = parseChannel(value);
  expect(parsed).toMatchObject({ ok: false, detail: expect.stringMatching(detail) });
});

test("channel - a percentage is a whole number from 0 to 100, and everything else reaches nobody", () => {
  const staged = (stagingPercentage: unknown): number => {
    const parsed = parseChannel(channel({ stagingPercentage }));
    return parsed.ok ? parsed.value.stagingPercentage : -1;
  };
  for (let value = 0; value <= 100; value++) expect(staged(value)).toBe(value);
  const good = (value: unknown) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.double(),
        fc.integer().map((number) => `${number}`),
      ),
      (value) => {
        fc.pre(!good(value));
        expect(staged(value)).toBe(0);
      },
    ),
  );
});

/** Feeds inputs one after another. */
class Run {
  state: SelfUpdateState = INITIAL_SELF_UPDATE;
  take(input: SelfUpdateInput, at: number, random = 0): boolean {
    const { state, isCheckDue } = nextSelfUpdate(this.state, input, START + at, random);
    this.state = state;
    return isCheckDue;
  }
  look(at: number, random = 0): boolean {
    return this.take({ kind: "look", disabled: null }, at, random);
  }
}
const offered = { version: "0.2.0" };

test("check - the first is soon after the start, and the next after hours, both spread by chance", () => {
  for (const random of [0, 0.5, 0.999]) {
    const run = new Run();
    const first = FIRST_CHECK_AFTER + random * FIRST_CHECK_SPREAD;
    expect(run.look(0, random)).toBe(false);
    expect(run.look(first - 1, random)).toBe(false);
    expect(run.state.shown).toEqual({ kind: "idle" });
    expect(run.look(first, random)).toBe(true);
    expect(run.state.shown).toEqual({ kind: "checking" });
    expect(run.look(first + 100 * HOUR, random)).toBe(false); // one check at a time
    run.take({ kind: "ended", outcome: { kind: "nothing-newer" } }, first + HOUR);
    expect(run.state.shown).toEqual({ kind: "idle" });
    const second = first + CHECK_EVERY + random * CHECK_SPREAD;
    expect(run.look(second - 1, random)).toBe(false);
    expect(run.look(second, random)).toBe(true);
  }
});

test("check - a failure is shown with its reason, and the next check comes all the same", () => {
  const run = new Run();
  run.look(0);
  run.look(FIRST_CHECK_AFTER);
  run.take({ kind: "downloading", offered }, FIRST_CHECK_AFTER);
  expect(run.state.shown).toEqual({ kind: "downloading", version: "0.2.0" });
  const failed = { kind: "failed", reason: "checksum", detail: "x" } as const;
  run.take({ kind: "ended", outcome: failed }, FIRST_CHECK_AFTER);
  expect(run.state.shown).toEqual(failed);
  expect(run.look(FIRST_CHECK_AFTER + CHECK_EVERY)).toBe(true);
});

test("check - what is ready stays ready when a later check finds nothing newer", () => {
  const run = new Run();
  run.look(0);
  run.look(FIRST_CHECK_AFTER);
  run.take({ kind: "ended", outcome: { kind: "ready", offered } }, FIRST_CHECK_AFTER);
  expect(run.state.shown).toEqual({ kind: "ready", version: "0.2.0" });
  run.look(FIRST_CHECK_AFTER + CHECK_EVERY);
  run.take({ kind: "ended", outcome: { kind: "nothing-newer" } }, FIRST_CHECK_AFTER + CHECK_EVERY);
  expect(run.state.shown).toEqual({ kind: "ready", version: "0.2.0" });
});

test("check - a policy that is taken back ends it, and one that returns begins anew", () => {
  const run = new Run();
  run.look(0);
  run.look(FIRST_CHECK_AFTER);
  expect(run.take({ kind: "look", disabled: "policy" }, 2 * FIRST_CHECK_AFTER)).toBe(false);
  run.take({ kind: "downloading", offered }, 2 * FIRST_CHECK_AFTER);
  expect(run.state.shown).toEqual({ kind: "disabled", reason: "policy" });
  expect(run.look(CHECK_EVERY)).toBe(false);
  expect(run.look(CHECK_EVERY + FIRST_CHECK_AFTER)).toBe(true);
});

test("check - whatever happens, a disabled app never checks, and an idle one waits no longer than the longest time", () => {
  const outcome = fc.constantFrom(
    { kind: "nothing-newer" },
    { kind: "ready", offered },
    { kind: "failed", reason: "silent", detail: "" },
  );
  const input = fc.oneof(
    fc.record({
      kind: fc.constant("look"),
      disabled: fc.constantFrom(null, null, null, "policy", "machine"),
    }),
    fc.record({ kind: fc.constant("downloading"), offered: fc.constant(offered) }),
    fc.record({ kind: fc.constant("ended"), outcome }),
  ) as fc.Arbitrary<SelfUpdateInput>;
  const step = fc.tuple(
    input,
    fc.integer({ min: -20 * HOUR, max: 20 * HOUR }),
    fc.double({ min: 0, max: 0.99 }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const run = new Run();
      let now = 0;
      for (const [each, passed, random] of steps) {
        now += passed; // a clock may be set back
        const isDue = run.take(each, now, Number.isNaN(random) ? 0 : random);
        const isDisabled = each.kind === "look" && each.disabled !== null;
        if (isDisabled) expect(isDue).toBe(false);
        if (isDue) expect(run.state.shown).toEqual({ kind: "checking" });
        const { checkAt } = run.state;
        if (each.kind === "look" && checkAt !== null)
          expect(checkAt - START - now).toBeLessThanOrEqual(CHECK_EVERY + CHECK_SPREAD);
      }
    }),
  );
});

test("fault - codes of the network, of certificates and of the disk have their own reasons", () => {
  expect(["ECONNREFUSED", "ENOTFOUND"].map(faultOfCode)).toEqual(["unreachable", "unreachable"]);
  expect(
    ["SELF_SIGNED_CERT_IN_CHAIN", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"].map(faultOfCode),
  ).toEqual(["certificate", "certificate", "certificate"]);
  expect(["ENOSPC", "EROFS", "EACCES"].map(faultOfCode)).toEqual(["disk", "disk", "disk"]);
  expect([undefined, "ERR_OTHER"].map(faultOfCode)).toEqual(["other", "other"]);
});
