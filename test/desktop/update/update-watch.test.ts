import { beforeEach, expect, test } from "vitest";
import {
  type Build,
  IDLE_AFTER,
  type Installation,
  SETTLES_WITHIN,
  type Update,
} from "../../../main/core/update.ts";
import { restartArgs, type UpdateWatch, watchForUpdate } from "../../../main/desktop/update/update-watch.ts";

const build = (version: string): Build => ({ version, electron: "45.5.0", runtime: "official" });
const OLD: Installation = { build: build("0.1.0"), program: "1,1" };
const NEW: Installation = { build: build("0.2.0"), program: "1,2" };

let now: number;
let installation: Installation;
let person: { isWindowOpen: boolean; idleFor: number | undefined; isSecretOnlyHere: boolean };
let offers: (Update | null)[];
let restarts: number;
let lines: string[];

beforeEach(() => {
  now = 1_795_000_000_000;
  installation = OLD;
  person = { isWindowOpen: false, idleFor: 0, isSecretOnlyHere: false };
  offers = [];
  restarts = 0;
  lines = [];
});

function watch(): UpdateWatch {
  const line = (text: string): void => void lines.push(text);
  return watchForUpdate({
    clock: { now: () => now },
    log: { info: line, warn: line, error: line },
    installation: () => installation,
    person: () => person,
    offer: (update) => offers.push(update),
    restart: () => {
      restarts++;
    },
  });
}

/** Looks every minute. */
function minutes(watched: UpdateWatch, count: number): void {
  for (let minute = 0; minute < count; minute++) {
    now += 60_000;
    watched.look();
  }
}

const LOCKED = { isLocked: true, isPresenting: false };

test("update watch - an unchanged installation is not even logged", () => {
  minutes(watch(), 10);
  expect([offers, restarts, lines]).toEqual([[], 0, []]);
});

test("update watch - an update is offered once, logged once, and taken once the person is away", () => {
  const watched = watch();
  installation = NEW;
  minutes(watched, 10);
  expect(offers).toEqual([{ version: "0.2.0", kind: "newer" }]);
  expect(lines).toHaveLength(2); // settling, and waiting for the person
  expect(restarts).toBe(0);
  person.idleFor = IDLE_AFTER;
  minutes(watched, 3);
  expect(restarts).toBe(1);
});

test("update watch - a locked screen is noticed at once", () => {
  const watched = watch();
  installation = NEW;
  minutes(watched, 2);
  watched.presenceChanged(LOCKED);
  expect(restarts).toBe(1);
});

test("update watch - the person restarts at once, with a window open, and only into something that is offered", () => {
  const watched = watch();
  watched.restart();
  expect(restarts).toBe(0);
  person.isWindowOpen = true;
  installation = NEW;
  minutes(watched, 2);
  watched.restart();
  watched.restart();
  expect(restarts).toBe(1);
});

test("update watch - a program that is removed after the offer takes the offer back, and no click ends the app", () => {
  const watched = watch();
  installation = NEW;
  minutes(watched, 2);
  installation = { ...NEW, program: undefined };
  watched.restart();
  watched.presenceChanged(LOCKED);
  minutes(watched, 10);
  expect(offers.at(-1)).toBeNull();
  expect(restarts).toBe(0);
  installation = NEW; // repaired
  now += SETTLES_WITHIN;
  minutes(watched, 2);
  expect(restarts).toBe(1);
});

test("update watch - what is no package is not watched", () => {
  installation = { ...OLD, build: undefined };
  const watched = watch();
  installation = NEW;
  minutes(watched, 10);
  watched.presenceChanged(LOCKED);
  watched.restart();
  expect([offers, restarts, lines]).toEqual([[], 0, ["updates: not watched, because this is no package"]]);
});

test("update watch - the next start has the same arguments, no link, and no window", () => {
  expect(restartArgs(["--ozone-platform=x11", "--policy-file=p.json"])).toEqual([
    "--ozone-platform=x11",
    "--policy-file=p.json",
    "--hidden",
  ]);
  expect(restartArgs(["--hidden", "--no-sandbox", "alrimi://open?service=hr-leave"])).toEqual([
    "--no-sandbox",
    "--hidden",
  ]);
});
