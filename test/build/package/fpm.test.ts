import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildDeb, controlFile } from "../../../build/package/linux/deb.ts";
import { NO_HOMEPAGE, parseFpmArguments } from "../../../build/package/linux/fpm-arguments.ts";
import { buildRpm, specFile } from "../../../build/package/linux/rpm.ts";
import { run } from "../../../build/runtime/run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-fpm-"));
  await mkdir(join(folder, "app"));
  await writeFile(join(folder, "app", "program 100%"), "#!/bin/sh\n", { mode: 0o700 });
  await writeFile(join(folder, "app", "data"), "data\n", { mode: 0o600 });
  await writeFile(join(folder, "settings"), "a=1\n");
  await symlink("/opt/Alrimi/program", join(folder, "link"));
  await writeFile(join(folder, "after"), '#!/bin/sh\necho "$1 100%"\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As electron-builder 26 calls fpm. */
const call = (target: "deb" | "rpm", ...more: string[]): string[] => [
  ...[
    "-s",
    "dir",
    "--force",
    "-t",
    target,
    "-d",
    target === "deb" ? "libone | libtwo" : "(libone or libtwo)",
    "-d",
    "three",
  ],
  ...[`--${target}-compression`, target === "deb" ? "gz" : "gzip"],
  ...["--architecture", "amd64"],
  ...["--after-install", join(folder, "after"), "--after-remove", join(folder, "after")],
  ...["--description", "Summary\n First line.\n\n Second line.", "--version", "1.2.3"],
  ...["--package", join(folder, `out.${target}`), "--name", "sample", "--maintainer", "Me <me@example.com>"],
  ...["--vendor", "Me", "--url", "https://example.com", "--license", "MIT", ...more],
  ...[`${join(folder, "app")}/=/opt/Alrimi`, `${join(folder, "link")}=/usr/bin/sample`],
  `${join(folder, "settings")}=/etc/sample.conf`,
];

async function output(file: string, ...args: string[]): Promise<string> {
  const { code, stdout, output: all } = await run(file, args, { limit: 60_000 });
  if (code !== 0) throw new Error(all);
  return stdout;
}

test("deb - what it holds is root's, readable by all and writable by none but root, however it was kept", async () => {
  await buildDeb(parseFpmArguments(call("deb", "--deb-priority", "optional", "--category", "misc")));
  const deb = join(folder, "out.deb");
  const list = (await output("dpkg-deb", "--contents", deb)).split("\n").map((line) => line.split(/\s+/));
  const of = (path: string) => list.find((words) => words.slice(5).join(" ").startsWith(path))?.slice(0, 2);
  expect(of("./opt/Alrimi/program 100%")).toEqual(["-rwxr-xr-x", "root/root"]);
  expect(of("./opt/Alrimi/data")).toEqual(["-rw-r--r--", "root/root"]);
  expect(of("./opt/Alrimi/")).toEqual(["drwxr-xr-x", "root/root"]);
  expect(of("./usr/bin/sample -> /opt/Alrimi/program")).toEqual(["lrwxrwxrwx", "root/root"]);
  expect(await output("dpkg-deb", "--field", deb, "Depends")).toBe("libone | libtwo, three\n");
  expect(await output("dpkg-deb", "--field", deb, "Description")).toBe(
    "Summary\n First line.\n .\n Second line.\n",
  );
  await output("dpkg-deb", "--control", deb, join(folder, "control"));
  expect(await readFile(join(folder, "control", "conffiles"), "utf8")).toBe("/etc/sample.conf\n");
  expect(await readFile(join(folder, "control", "md5sums"), "utf8")).toContain("  opt/Alrimi/program 100%\n");
});

test("rpm - a percent sign in a name or a script is no macro", () => {
  const spec = specFile(parseFpmArguments(call("rpm")), ["/opt/Alrimi/program 100%", "/etc/sample.conf"], {
    afterInstall: 'echo "100%"',
    afterRemove: "",
  });
  expect(spec).toContain('"/opt/Alrimi/program 100%%"');
  expect(spec).toContain('echo "100%%"');
  expect(spec).toContain('%config(noreplace) "/etc/sample.conf"');
});

test("rpm - the app's own folders are listed, so that they go with it, and those of the system are not", () => {
  const files = [
    "/etc/xdg/autostart/a.desktop",
    "/opt/Alrimi/chrome-sandbox",
    "/opt/Alrimi/locales/deep/ko.pak",
  ];
  const spec = specFile(parseFpmArguments(call("rpm")), files, { afterInstall: "", afterRemove: "" });
  expect([...spec.matchAll(/^%dir (.*)$/gm)].map(([, folder]) => folder)).toEqual([
    '"/opt/Alrimi"',
    '"/opt/Alrimi/locales"',
    '"/opt/Alrimi/locales/deep"',
  ]);
  expect(spec).toContain('%verify(not mode) "/opt/Alrimi/chrome-sandbox"');
});

test.skipIf(spawnSync("which", ["rpmbuild"]).status !== 0)(
  "rpm - rpmbuild takes it, and the file lists what was given",
  async () => {
    await buildRpm(parseFpmArguments(call("rpm", "--rpm-rpmbuild-define=_build_id_links none")));
    const files = await output("rpm", "-qlp", join(folder, "out.rpm"));
    expect(files.split("\n")).toEqual(
      expect.arrayContaining(["/opt/Alrimi/program 100%", "/usr/bin/sample", "/etc/sample.conf"]),
    );
    expect(await output("rpm", "-qp", "--queryformat", "%{ARCH}", join(folder, "out.rpm"))).toBe("x86_64");
    expect(await output("rpm", "-qp", "--requires", join(folder, "out.rpm"))).toContain("three\n");
  },
);

test("fpm - without a homepage none is named, neither in a deb nor in an rpm", () => {
  const withNone = (target: "deb" | "rpm") =>
    parseFpmArguments(call(target).map((arg) => (arg === "https://example.com" ? NO_HOMEPAGE : arg)));
  expect(controlFile(withNone("deb"), 1)).not.toContain("Homepage");
  expect(controlFile(parseFpmArguments(call("deb")), 1)).toContain("Homepage: https://example.com\n");
  const scripts = { afterInstall: "", afterRemove: "" };
  expect(specFile(withNone("rpm"), [], scripts)).not.toContain("URL");
  expect(specFile(parseFpmArguments(call("rpm")), [], scripts)).toContain("\nURL: https://example.com\n");
});

test("fpm - what is not known or missing is said, and not passed over", () => {
  expect(() => parseFpmArguments(call("deb", "--deb-field", "X: y"))).toThrow("--deb-field");
  expect(() => parseFpmArguments(["-t", "pacman"])).toThrow("deb and rpm can be made, not pacman");
  expect(() => parseFpmArguments(["-t", "deb"])).toThrow("--description is missing");
});
