import { expect, test } from "vitest";
import { createFocusLoss } from "../../../main/desktop/windows/focus-loss.ts";
import { FakeClock } from "../fake-clock.ts";

function board(platform: NodeJS.Platform) {
  const clock = new FakeClock();
  const state = { isFocused: true, closed: 0 };
  const loss = createFocusLoss({
    platform,
    clock,
    isFocused: () => state.isFocused,
    close: () => state.closed++,
  });
  const lose = (): void => {
    state.isFocused = false;
    loss.lost();
  };
  return { clock, state, loss, lose };
}

test("focus loss - the second press of a double click on Windows does not close what the first has opened", async () => {
  const { clock, state, loss, lose } = board("win32");
  loss.opened();
  await clock.pass(150);
  lose(); // the press takes the focus to the taskbar
  state.isFocused = true; // `double-click` gives it back
  await clock.pass(2_000);
  expect(state.closed).toBe(0);
  lose();
  expect(state.closed).toBe(1);
});

test("focus loss - a click beside a board that was just opened closes it a moment later", async () => {
  const { clock, state, loss, lose } = board("win32");
  loss.opened();
  await clock.pass(150);
  lose();
  expect(state.closed).toBe(0);
  await clock.pass(500);
  expect(state.closed).toBe(1);
});

test("focus loss - a board that was closed meanwhile is not closed once more", async () => {
  const { clock, state, loss, lose } = board("win32");
  loss.opened();
  lose();
  loss.forget();
  await clock.pass(2_000);
  expect(state.closed).toBe(0);
});

test.each(["linux", "darwin"] as const)("focus loss - on %s it closes at once", (platform) => {
  const { state, loss, lose } = board(platform);
  loss.opened();
  lose();
  expect(state.closed).toBe(1);
});

test("focus loss - a board that was opened otherwise closes at once on Windows too", () => {
  const { state, lose } = board("win32");
  lose();
  expect(state.closed).toBe(1);
});
