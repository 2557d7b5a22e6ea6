import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** What axe-core has to say against a page as it is now: one line for each rule and what breaks it. */
export async function axeFindings(page: Page): Promise<string[]> {
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.evaluate(await readFile(axe, "utf8"));
  return page.evaluate(`axe.run(document).then(({ violations }) => violations.map(
    ({ id, nodes }) => id + ": " + nodes.map(({ html, failureSummary }) => html + failureSummary).join("\\n")
  ))`);
}

/** Ways in which the system may draw everything, as Playwright has them. */
export const LOOKS = [
  { contrast: "no-preference", forcedColors: "none" },
  { contrast: "more", forcedColors: "none" },
  { contrast: "no-preference", forcedColors: "active" },
] as const;

export const DEFAULT_LOOK = LOOKS[0];
