import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { waitFor } from "../../build/desktop/wait-for.ts";
import type { RunningApp } from "./running-app.ts";

/** The guided dialog, as a person uses it. */

export async function says(page: Page, words: string | RegExp): Promise<void> {
  await waitFor(async () => await page.textContent("body"), {
    what: `the dialog says ${words}`,
    until: (body) => (typeof words === "string" ? body?.includes(words) : words.test(body ?? "")) ?? false,
  });
}

export async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
}

export async function press(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: label, exact: true }).click();
}

/** A key that closes the window, which may be gone before it has answered. */
export async function closeBy(page: Page, key: string, running: RunningApp): Promise<void> {
  await page.keyboard.press(key).catch(() => {});
  await waitFor(() => !hasDialog(running), { what: `the dialog is gone after ${key}` });
}

export function hasDialog(running: RunningApp): boolean {
  return running.electron.windows().some((page) => page.url().endsWith("/account.html"));
}

/** Every file in the app's folder, with its content. */
async function everything(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const files = new Map<string, string>();
  for (const name of names) {
    const content = await readFile(join(folder, name), "latin1").catch(() => undefined);
    if (content !== undefined) files.set(name, content);
  }
  return files;
}

/** The files of a folder in which a secret can be found, in clear text or in something as good as that. */
export async function filesWith(folder: string, secret: string): Promise<string[]> {
  const bytes = Buffer.from(secret);
  const forms = [
    secret,
    bytes.toString("base64").replace(/=*$/, "").slice(0, -1),
    bytes.toString("hex"),
    Buffer.from(secret, "utf16le").toString("latin1"), // as Chromium's own stores have it
  ];
  return [...(await everything(folder))]
    .filter(([, content]) => forms.some((form) => content.includes(form)))
    .map(([name]) => name);
}
