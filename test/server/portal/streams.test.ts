import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Streams } from "../../../main/server/portal/streams.ts";

/** A page's side of a stream, and of its connection. */
class Page extends EventEmitter {
  readonly req = { socket: this };
  writableLength = 0;
  readonly written: string[] = [];
  isOver = false;
  destroyed = false;
  write(text: string): void {
    this.written.push(text);
  }
  end(): void {
    this.isOver = true;
    this.emit("close");
  }
  destroy(): void {
    this.end();
  }
}

let now = 0;
let version = 0;
const known = new Set(["hong.gd", "kim.ys"]);
const redraws = new Map<string, () => void>();
let streams: Streams;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  const board = () => ({ version }) as never;
  streams = new Streams(
    { maxStreams: 3, maxStreamsPerPerson: 2 },
    {
      boards: {
        watch: (person, redraw) => {
          redraws.set(person, redraw);
          return () => redraws.delete(person);
        },
        view: board,
        asOf: () => "12:00 기준",
      },
      isKnown: (person) => known.has(person),
      now: () => now,
    },
  );
});
afterEach(() => {
  streams.stop();
  vi.useRealTimers();
});

function open(person: string, until = 1e9): Page {
  const page = new Page();
  streams.open({ person, until }, "ko", page as unknown as ServerResponse);
  return page;
}

test("streams - a page gets the board, a sign of life, and the board again only when it is another one", () => {
  const page = open("hong.gd");
  expect(page.written.slice(1)).toEqual([
    `event: board\ndata: {"version":${version}}\n\n`,
    'event: alive\ndata: "12:00 기준"\n\n',
  ]);
  redraws.get("hong.gd")?.();
  expect(page.written).toHaveLength(3);
  version += 1;
  redraws.get("hong.gd")?.();
  expect(page.written.at(-1)).toBe(`event: board\ndata: {"version":${version}}\n\n`);
});

test("streams - a person, and all together, have so many and no more", () => {
  const first = open("hong.gd");
  open("hong.gd");
  expect([streams.refusal("hong.gd"), streams.refusal("kim.ys")]).toEqual(["too-many-streams", undefined]);
  open("kim.ys");
  expect(streams.refusal("lee.sj")).toBe("unavailable");
  first.end();
  expect([streams.refusal("hong.gd"), streams.size]).toEqual([undefined, 2]);
});

test("streams - a page that was left before its stream began takes no place", () => {
  const page = new Page();
  page.destroyed = true;
  streams.open({ person: "hong.gd", until: 1e9 }, "ko", page as unknown as ServerResponse);
  expect([streams.size, page.written]).toEqual([0, []]);
});

test("streams - one ends with its session, with its person, and when the page does not read", () => {
  const ended = open("hong.gd", 5_000);
  const left = open("kim.ys");
  const slow = open("hong.gd");
  known.delete("kim.ys");
  slow.writableLength = 1e6;
  now = 20_000;
  vi.advanceTimersByTime(20_000);
  expect([ended.isOver, left.isOver, slow.isOver, streams.size]).toEqual([true, true, true, 0]);
  known.add("kim.ys");
});

test("streams - all end with the server", () => {
  const pages = [open("hong.gd"), open("kim.ys")];
  streams.stop();
  expect(pages.every(({ isOver }) => isOver)).toBe(true);
});
