import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { appCommand } from "../../build/run-app.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { laterLink } from "../../main/core/activation.ts";
import { proofWith } from "../desktop/app/link-proof.ts";
import { type Company, startCompany } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

/** Links into the app, as Windows and macOS hand them over: as an argument of a start. */

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;
let userDataDir: string;

/** The installation's, which the app keeps for the notifications that outlive it. */
const key = Buffer.alloc(32, 9);
const fromToast = (...services: string[]): string =>
  laterLink(services, proofWith(key), Date.now()) ?? "no link";

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop({ panel: true }), startCompany()]);
  userDataDir = await mkdtemp(join(company.folder, "app-"));
  const kept = { version: 1, kept: "file", key: key.toString("base64") };
  await writeFile(join(userDataDir, "link-key.json"), JSON.stringify(kept));
  await start();
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(...args: string[]): Promise<void> {
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir, args });
  await app.trayWhere("in step with the broker", isUpToDate);
}

/** A second start, which hands its arguments to the running app and ends. */
async function startAgain(...more: string[]): Promise<void> {
  const { file, args, env } = await appCommand([`--user-data-dir=${userDataDir}`, ...more], desktop.env);
  const child = spawn(file, args, { env, stdio: "ignore" });
  expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
}

async function newLinks(before: number): Promise<string[]> {
  const all = await waitFor(() => desktop.openedLinks(), {
    what: "a link is opened",
    until: (links) => links.length > before,
  });
  return all.slice(before);
}

test("links - a link to a service opens the catalog's page in the app that runs", async () => {
  const before = (await desktop.openedLinks()).length;
  await startAgain("alrimi://open?service=finance-card");
  expect(await newLinks(before)).toEqual(["https://card.example.com/wait"]);
  expect(await app.isBoardVisible()).toBe(false);
});

test("links - to put off what a web page names opens the board, and puts nothing off", async () => {
  const forged = [
    "alrimi://later?service=finance-card",
    `alrimi://later?service=finance-card&until=99999999999&proof=${"A".repeat(43)}`,
    fromToast("mail").replace("service=mail", "service=finance-card"),
    laterLink(["finance-card"], proofWith(Buffer.alloc(32)), Date.now()) ?? "",
    laterLink(["finance-card"], proofWith(key), Date.now() - 4 * 24 * 60 * 60_000) ?? "",
  ];
  for (const link of forged) {
    await startAgain(link);
    await app.boardIsShown();
    await app.closeBoard();
  }
  const before = desktop.notifications.sent().length;
  await company.publish("finance-card", 2);
  await app.logged(/told: .*finance-card/);
  await waitFor(() => desktop.notifications.sent().length > before, { what: "the notification" });
  expect(await app.readLog()).not.toContain("snoozed");
});

test("links - the link of a notification puts a service off, and only one that there is", async () => {
  const before = desktop.notifications.sent().length;
  await startAgain(fromToast("made-up", "mail").replace("later?", "later/?"));
  await company.publish("mail", 2);
  await app.logged("not told: mail: snoozed");
  expect(desktop.notifications.sent()).toHaveLength(before);
  expect(await app.readLog()).not.toContain("made-up");
});

test("links - hostile links are refused with a reason, and open nothing", async () => {
  const before = (await desktop.openedLinks()).length;
  const hostile: [string, string][] = [
    ["alrimi://open?url=https://evil.example/", "bad-parameters"],
    ["alrimi://open?service=mail&service=hr-leave", "bad-parameters"],
    ["alrimi://user:pw@open?service=mail", "bad-form"],
    ["alrimi://open/../../etc/passwd", "bad-form"],
    ["alrimi://quit", "unknown-action"],
    [`alrimi://open?service=${"a".repeat(3_000)}`, "too-long"],
  ];
  for (const [link, reason] of hostile) {
    const logged = app.output.length;
    await startAgain(link);
    await waitFor(() => app.output.slice(logged).includes(`link refused: ${reason}`), {
      what: `${link} is refused`,
    });
  }
  expect(await desktop.openedLinks()).toHaveLength(before);
  expect(await app.isBoardVisible()).toBe(false);
  await startAgain("alrimi://open"); // after all those it still listens
  await app.boardIsShown();
});

test("links - a cold start with a link opens the page, and takes nothing that stands behind the link", async () => {
  await app.quit();
  const before = (await desktop.openedLinks()).length;
  await start("alrimi://open?service=hr-leave", "--policy-file=/nowhere/policy.json");
  expect(await newLinks(before)).toEqual(["https://hr.example.com/approvals?box=in"]);
});

test("links - a notification's link works in the app that was started anew, also as the start itself", async () => {
  await app.quit();
  await start(fromToast("hr-leave"));
  await company.publish("hr-leave", 5);
  await app.logged("not told: hr-leave: snoozed");
});
