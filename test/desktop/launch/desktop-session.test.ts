import fc from "fast-check";
import { expect, test } from "vitest";
import { desktopSessionOf, isSameDesktopSession } from "../../../main/desktop/launch/desktop-session.ts";

test("desktop session - one thing in common is enough, and nothing known is no difference", () => {
  const session = desktopSessionOf({
    XDG_SESSION_ID: "2",
    DISPLAY: "unix:0.0",
    WAYLAND_DISPLAY: "wayland-0",
  });
  expect(session).toEqual({ id: "2", display: ":0", wayland: "wayland-0" });
  expect(isSameDesktopSession(session, { id: "c1", display: ":0", wayland: "" })).toBe(true);
  expect(isSameDesktopSession(session, { id: "", display: "", wayland: "" })).toBe(true);
  expect(isSameDesktopSession(session, { id: "3", display: ":1", wayland: "" })).toBe(false);
  const any = fc.record({ id: fc.string(), display: fc.string(), wayland: fc.string() });
  fc.assert(fc.property(any, (one) => isSameDesktopSession(one, one)));
  fc.assert(
    fc.property(
      any,
      any,
      (one, other) => isSameDesktopSession(one, other) === isSameDesktopSession(other, one),
    ),
  );
});
