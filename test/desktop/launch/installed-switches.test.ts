import { expect, test } from "vitest";
import { refusedSwitches } from "../../../main/desktop/launch/installed-switches.ts";
import { restartArgs } from "../../../main/desktop/update/update-watch.ts";

const onLinux = (...args: string[]) => refusedSwitches(args, "linux", false);

test("installed switches - what opens the app or weakens it is found in every form that Chromium takes, each once", () => {
  expect(onLinux("--remote-debugging-port=9222", "-inspect", "--Inspect-Brk", "--inspect")).toEqual([
    "remote-debugging-port",
    "inspect",
    "inspect-brk",
  ]);
  expect(refusedSwitches(["/JS-Flags=--expose-gc"], "win32", false)).toEqual(["js-flags"]);
});

test.each([
  "--no-sandbox",
  "--disable-gpu-sandbox",
  "--load-extension=/e",
  "--gpu-launcher=/e",
  "--renderer-cmd-prefix=/e",
  "--utility-cmd-prefix=/e",
  "--zygote-cmd-prefix=/e",
  "--proxy-server=localhost:1",
  "--host-resolver-rules=MAP * localhost",
  "--ignore-certificate-errors",
  "--password-store=basic",
  "--enable-features=Anything",
  "--require=/e.cjs",
  "-r",
  "--a-switch-of-tomorrow",
])("installed switches - %s is refused, also behind a link", (given) => {
  expect(onLinux("--hidden", given)).toHaveLength(1);
  expect(onLinux("alrimi://open", given)).toHaveLength(1);
});

test("installed switches - what belongs to a display or to the app is taken, and so are arguments that are no switches", () => {
  expect(
    onLinux(
      ...[
        "--policy-file=/inspect",
        "--user-data-dir=/d",
        "--diagnose",
        "--output=/o",
        "--ozone-platform=x11",
      ],
      ...["--enable-wayland-ime", "--wayland-text-input-version=3", "--force-renderer-accessibility"],
      ...["/no/switch", "inspect", "-", "--", "alrimi://open"],
      ...restartArgs([]),
    ),
  ).toEqual([]);
});

test("installed switches - Windows's own start for a click on a toast is taken", () => {
  expect(refusedSwitches(["--hidden", "-Embedding"], "win32", false)).toEqual([]);
  expect(refusedSwitches(["-psn_0_12345"], "darwin", false)).toEqual([]);
});

test("installed switches - only root may do without the sandbox, because Chromium does not start for root otherwise", () => {
  expect(refusedSwitches(["--no-sandbox"], "linux", true)).toEqual([]);
  expect(refusedSwitches(["--no-sandbox", "--inspect"], "linux", true)).toEqual(["inspect"]);
});
