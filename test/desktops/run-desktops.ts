import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCompany } from "../e2e/company.ts";
import type { Desktop } from "./desktops.ts";
import { hasFailed, matrix, type Row } from "./matrix.ts";
import { missingPackages, versionOf } from "./packages.ts";
import { runScenario } from "./scenario.ts";
import { startSession } from "./session.ts";

/**
 * Runs the scenario on one desktop after the other and prints the matrix.
 * @returns the exit code: 1 when a check failed; a desktop that cannot start is skipped with its reason
 */
export async function runDesktops(chosen: readonly Desktop[], out: string): Promise<number> {
  const rows: Row[] = [];
  for (const desktop of chosen) {
    console.log(`── ${desktop.title}`);
    const folder = join(out, desktop.name);
    await mkdir(folder, { recursive: true });
    const row = await runOn(desktop, folder);
    rows.push(row);
    if ("skipped" in row) console.log(`   skipped: ${row.skipped}`);
    else if ("broken" in row) console.log(`   failed: ${row.broken}`);
    else
      for (const [check, outcome] of row.outcomes)
        console.log(`   ${check}: ${outcome.kind}${"reason" in outcome ? `: ${outcome.reason}` : ""}`);
  }
  const table = matrix(rows);
  await writeFile(join(out, "matrix.md"), table);
  console.log(`\n${table}\nLogs and screenshots: ${out}`);
  return rows.some(hasFailed) ? 1 : 0;
}

async function runOn(desktop: Desktop, folder: string): Promise<Row> {
  const title = `${desktop.title} ${versionOf(desktop.packages[0] ?? "")}`.trim();
  const missing = missingPackages(desktop);
  if (missing.length > 0) return { title, skipped: `not installed: ${missing.join(", ")}` };
  const session = await startSession(desktop, folder).catch((error: Error) => error);
  if (session instanceof Error) return { title, skipped: session.message };
  const company = await startCompany();
  try {
    return { title, outcomes: await runScenario({ desktop, session, company, folder }) };
  } catch (error) {
    return { title, broken: (error as Error).message };
  } finally {
    await session.screenshot(join(folder, "end.png")).catch(() => {});
    await copyFile(join(company.folder, "app", "logs", "alrimi.log"), join(folder, "alrimi.log")).catch(
      () => {},
    );
    await Promise.all([session.dispose(), company.dispose()]);
  }
}
