import { join } from "node:path";
import { RunningApp } from "../e2e/running-app.ts";
import { CHECKS, type Check, checks } from "./checks.ts";
import { Scene, type Stage } from "./scene.ts";

/** A check that means nothing on a desktop has a reason as well. */
export type Outcome =
  | { readonly kind: "passed" }
  | { readonly kind: "failed" | "left out"; readonly reason: string };

/**
 * The main job on one desktop, with a real mouse on the real panel. Checks that fail do not end it.
 * @throws when the app does not start or does not get in step with the broker
 */
export async function runScenario(stage: Stage): Promise<ReadonlyMap<Check, Outcome>> {
  const { company, desktop, session } = stage;
  const app = await RunningApp.start({
    desktop: session,
    policyFile: await company.policy({ preferences: { morningDigest: false, delivery: { mail: "off" } } }),
    userDataDir: join(company.folder, "app"),
    args: desktop.appArgs ?? [],
    isTrayless: desktop.tray === "xembed",
  });
  const outcomes = new Map<Check, Outcome>();
  const scene = new Scene(stage, app);
  try {
    await scene.prepare();
    for (const check of CHECKS) {
      const outcome = await checks[check](scene).then(
        (reason): Outcome => (reason === undefined ? { kind: "passed" } : { kind: "left out", reason }),
        (error: Error): Outcome => ({ kind: "failed", reason: error.message }),
      );
      outcomes.set(check, outcome);
      await scene.picture(check);
    }
    return outcomes;
  } finally {
    await app.end();
  }
}
