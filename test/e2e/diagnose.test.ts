import { execFile } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { appCommand } from "../../build/run-app.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { Bundle } from "../../main/view/diagnostics/bundle.ts";
import { CREDS, FORMS, JWT, KEY, KEY_LINES, PASSWORD, SEED, tracesOf } from "../core/diagnostics/planted.ts";
import { type Company, startCompany } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

/** `alrimi --diagnose`, and the button of the settings. */

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;
let folder: string;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
});

afterEach(async () => {
  await app?.end();
  app = undefined;
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the app with `--diagnose`. Without `env`, there is neither a display nor a session bus. */
async function diagnose(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const {
    DISPLAY: _display,
    WAYLAND_DISPLAY: _wayland,
    DBUS_SESSION_BUS_ADDRESS: _bus,
    ...bare
  } = desktop.env;
  const command = await appCommand(["--diagnose", ...args], { ...bare, XDG_RUNTIME_DIR: "/nowhere", ...env });
  return new Promise((resolve) => {
    execFile(command.file, command.args, { env: command.env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** The written file, which the run has named. */
async function written({
  code,
  stdout,
  stderr,
}: Run): Promise<{ file: string; text: string; bundle: Bundle }> {
  expect(code, stderr).toBe(0);
  const file = stdout.trim();
  expect(file).not.toContain("\n");
  const text = await readFile(file, "utf8");
  return { file, text, bundle: JSON.parse(text) };
}

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

/**
 * A log with secrets, as no version of the app writes it.
 * @param known secrets of the settings, in every form
 * @param more further lines
 */
async function plantLog(
  userData: string,
  known: readonly string[],
  ...more: readonly string[]
): Promise<void> {
  const lines = known.flatMap((secret) =>
    Object.values(FORMS).map((write) => `2026-11-27T08:00:00.000Z error broker: it said ${write(secret)}`),
  );
  const first = "2026-11-27T07:00:00.000Z info connection: fresh";
  await mkdir(join(userData, "logs"), { recursive: true });
  await writeFile(
    join(userData, "logs", "alrimi.log"),
    [first, ...lines, CREDS, KEY, `seed ${SEED}`, `token ${JWT}`, ...more, "the last line", ""].join("\n"),
  );
}

function expectNoSecret(text: string): void {
  for (const secret of [PASSWORD, SEED, JWT, ...KEY_LINES]) expect(tracesOf(secret, text)).toEqual([]);
}

test.each([
  ["a password", [PASSWORD], async () => ({ username: "hong.gd", password: PASSWORD })],
  ["a credentials file", [SEED, JWT], async () => ({ credsFile: await fileWith("hong.creds", CREDS) })],
  ["an NKey file", [SEED], async () => ({ nkeyFile: await fileWith("hong.nk", SEED) })],
] as const)(
  "diagnose - without a display, with %s: a file of mode 600 without secrets",
  async (_what, known, credentials) => {
    folder = await mkdtemp(join(company.folder, "diagnose-"));
    const policy = await company.policy({
      credentials: await credentials(),
      tls: { certFile: await fileWith("client.pem", "x"), keyFile: await fileWith("client.key", KEY) },
    });
    await plantLog(folder, [...known, ...KEY_LINES]);
    const run = await diagnose([`--policy-file=${policy}`, `--user-data-dir=${folder}`]);
    const { file, text, bundle } = await written(run);
    expectNoSecret(text);
    expectNoSecret(run.stderr);
    expect(file.startsWith(join(folder, "alrimi-diagnostics-"))).toBe(true);
    expect(await modeOf(file)).toBe("600");
    expect(bundle.by).toBe("command-line");
    expect(bundle.settings).toMatchObject({ source: "policy-on-command-line", file: policy, problem: null });
    expect(bundle.settings.values?.servers).toEqual({ value: [company.broker.url], from: policy });
    expect(bundle.connection.history).toEqual([{ at: "2026-11-27T07:00:00.000Z", state: "fresh" }]);
    expect(bundle.log).toContain("the last line");
    expect(bundle.problems.map(({ key }) => key)).toEqual(["no-tray", "no-notification-server"]);
  },
);

async function fileWith(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content, { mode: 0o600 });
  return file;
}

test("diagnose - beside the running app it says what the desktop has, and the app goes on", async () => {
  folder = await mkdtemp(join(company.folder, "diagnose-"));
  const policyFile = await company.policy();
  app = await RunningApp.start({ desktop, policyFile, userDataDir: folder });
  await app.trayWhere("everything is read", isUpToDate);
  await company.publish("mail", 734, "--sequence", "1");
  await app.trayWhere("the count", ({ toolTip }) => toolTip.includes("734"));
  await waitFor(() => readFile(join(folder, "state", "ledger.json"), "utf8"), {
    what: "the decision is saved",
    until: (text) => text.includes('"notice"'),
  });
  const before = await readdir(folder);
  const output = join(folder, "..", "for-support.json");
  const { file, text, bundle } = await written(
    await diagnose(
      [`--policy-file=${policyFile}`, `--user-data-dir=${folder}`, `--output=${output}`],
      desktop.env,
    ),
  );
  expect(await stat(file)).toMatchObject({ size: Buffer.byteLength(text) });
  expect(bundle.notifications.server).toMatchObject({ name: "dunst", vendor: "knopwob" });
  expect(bundle.notifications.server?.capabilities).toContain("body");
  expect(bundle.tray).toMatchObject({ hasHost: true, statusNotifier: true });
  expect(bundle.problems).toEqual([]);
  expect(bundle.decisions[0]).toMatchObject({ kind: "notice", services: ["mail"] });
  expect(text).not.toContain("734");
  expect(text).not.toContain("app-password");
  expect(bundle.log.length).toBeGreaterThan(3);
  const added = (await readdir(folder)).filter((name) => !before.includes(name));
  expect(added.filter((name) => name !== "notifications.json")).toEqual([]); // the running app writes this one
  await company.publish("mail", 735, "--sequence", "2");
  await app.trayWhere("the next count", ({ toolTip }) => toolTip.includes("735"));
});

test("diagnose - a stored secret that cannot be read takes the log with it", async () => {
  folder = await mkdtemp(join(company.folder, "diagnose-"));
  await plantLog(folder, [PASSWORD]);
  await writeFile(
    join(folder, "settings.json"),
    JSON.stringify({ servers: [company.broker.url], user: "hong.gd" }),
  );
  await writeFile(
    join(folder, "secrets.json"),
    JSON.stringify({ version: 1, kept: "keychain", secret: Buffer.from("v11 encrypted").toString("base64") }),
  );
  const { text, bundle } = await written(await diagnose([`--user-data-dir=${folder}`]));
  expectNoSecret(text);
  expect(bundle.log).toContain("Left out");
  expect(bundle.keychain.secret).toBe("locked");
});

test.runIf(process.getuid?.() === 0)(
  "diagnose - files of a second user are named as such, and one of theirs is not written to",
  async () => {
    folder = await mkdtemp(join(company.folder, "diagnose-"));
    const theirs = join(folder, "preferences.json");
    await writeFile(theirs, "{}");
    await chmod(theirs, 0o644);
    await chown(theirs, 65_534, 65_534);
    const { bundle } = await written(await diagnose([`--user-data-dir=${folder}`]));
    expect(bundle.files).toContainEqual({ path: theirs, kind: "file", mode: "644", owner: "other", size: 2 });
    const { code, stdout, stderr } = await diagnose([`--user-data-dir=${folder}`, `--output=${theirs}`]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("belongs to another user");
    expect(await readFile(theirs, "utf8")).toBe("{}");
  },
);

test("diagnose - a place that cannot be written ends with a line and exit code 1", async () => {
  folder = await mkdtemp(join(company.folder, "diagnose-"));
  const { code, stdout, stderr } = await diagnose([`--user-data-dir=${folder}`, "--output=/nowhere/d.json"]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("alrimi: the diagnostics file could not be written: ENOENT");
  expect((await readdir(tmpdir())).filter((name) => name.startsWith("alrimi-diagnose-"))).toEqual([]);
});

test("diagnose - the button of the settings saves the file of the running app", async () => {
  folder = await mkdtemp(join(company.folder, "diagnose-"));
  const policyFile = await company.policy({ language: "en" });
  await plantLog(folder, ["app-password"], "the password app-password in a line");
  app = await RunningApp.start({ desktop, policyFile, userDataDir: folder });
  await app.trayWhere("everything is read", ({ toolTip }) => /^as of \d\d:\d\d$/m.test(toolTip));
  const target = join(folder, "for support.json");
  await app.inMain(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, target);
  const tray = await app.tray();
  await tray.clickMenu((row) => /Settings/.test(row.label));
  const page = await app.window("settings");
  await page.getByRole("tab", { name: "Support" }).click();
  await page.getByRole("button", { name: "Save diagnostics…" }).click();
  await page.getByText(`The diagnostics file was saved: ${target}`).waitFor();
  const text = await readFile(target, "utf8");
  const bundle: Bundle = JSON.parse(text);
  expect(await modeOf(target)).toBe("600");
  expect(bundle.by).toBe("settings");
  expect(bundle.connection.now).toMatchObject({ kind: "fresh" });
  // With a policy it is not asked, so no window asks the person to unlock it.
  expect(bundle.keychain).toMatchObject({ kind: expect.any(String), state: "not-asked" });
  expect(text).not.toContain("app-password");
  for (const secret of [SEED, JWT]) expect(tracesOf(secret, text)).toEqual([]);
});
