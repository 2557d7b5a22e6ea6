import { accessSync, constants, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ManagedUpdates } from "../../core/policy/managed-policy.ts";
import {
  INITIAL_SELF_UPDATE,
  type InstallFacts,
  nextSelfUpdate,
  type SelfUpdate,
  type SelfUpdateInput,
  type SelfUpdateState,
  whyDisabled,
} from "../../core/self-update.ts";
import type { Build } from "../../core/update.ts";
import { readGivenFile } from "../../files/read-file.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import { KEY_FILE } from "./key-file.ts";
import { failureOf } from "./update-failure.ts";

/** Maximum size in bytes. Real ones have about a hundred. */
const MAX_KEY_BYTES = 4 * 1024;

export interface SelfUpdatePorts {
  readonly platform: NodeJS.Platform;
  /** The package of this process; undefined without one. */
  readonly build: Build | undefined;
  /** The version that the next start uses; undefined while it cannot be read. */
  readonly installed: () => string | undefined;
  /** Path by which the app is started. */
  readonly program: string;
  /** Folder of the package's resources. */
  readonly resources: string;
  /** The app's folder. */
  readonly userData: string;
  readonly policy: () => ManagedUpdates | undefined;
  readonly clock: Pick<Clock, "now" | "random">;
  readonly log: Log;
  /** What is shown has changed. */
  readonly changed: () => void;
}

export interface SelfUpdates {
  readonly shown: SelfUpdate;
  /** Called each minute and after a wake-up. */
  look(): void;
}

/** Takes updates from the company's server, where {@link whyDisabled} allows it. The rest is that of any installed update. */
export function followServer(ports: SelfUpdatePorts): SelfUpdates {
  const { platform, build, program, resources, userData, policy, clock, log } = ports;
  let state: SelfUpdateState = INITIAL_SELF_UPDATE;
  let logged = "";
  let isChecking = false;
  let isCleaned = false;

  const why = () => {
    const facts: InstallFacts = {
      platform,
      build,
      isOwn: isOwnFolder(dirname(program)),
      hasKey: keyIn(resources) !== undefined,
      updates: policy(),
    };
    return whyDisabled(facts);
  };

  function take(input: SelfUpdateInput): boolean {
    const { state: next, isCheckDue } = nextSelfUpdate(state, input, clock.now(), clock.random());
    state = next;
    const line = JSON.stringify(state.shown);
    if (line === logged) return isCheckDue;
    log.info(`own updates: ${line}`);
    if (logged !== "") ports.changed(); // at the start nothing is drawn yet
    logged = line;
    return isCheckDue;
  }

  function look(): void {
    const disabled = why();
    const isCheckDue = take({ kind: "look", disabled });
    if (disabled !== null) return;
    if (!isCleaned) void clean();
    isCleaned = true;
    if (isCheckDue && !isChecking) void check();
  }

  async function check(): Promise<void> {
    const { url = null, caFile, folder } = policy() ?? {};
    const [publicKey, installed] = [keyIn(resources), ports.installed()];
    isChecking = true;
    try {
      if (url === null || publicKey === undefined || installed === undefined) {
        throw new Error("the install or the policy changed just now");
      }
      const { checkForUpdate } = await import("./signed-updater.ts");
      const outcome = await checkForUpdate({
        server: url,
        caFile: caFile === undefined ? undefined : resolve(folder ?? "", caFile),
        publicKey,
        program,
        installed,
        userData,
        cache: join(userData, "updates"),
        downloading: (offered) => take({ kind: "downloading", offered }),
        isStillWanted: () => why() === null,
      });
      take({ kind: "ended", outcome });
    } catch (error) {
      take({ kind: "ended", outcome: { kind: "failed", ...failureOf(error) } });
    } finally {
      isChecking = false;
    }
  }

  async function clean(): Promise<void> {
    try {
      const { removeOldVersions } = await import("./versions.ts");
      const removed = await removeOldVersions(program, process.execPath);
      if (removed.length > 0) log.info(`own updates: removed the earlier version: ${removed.join(", ")}`);
    } catch (error) {
      log.warn(`own updates: the earlier version is not removed: ${failureOf(error).detail}`);
    }
  }

  take({ kind: "look", disabled: why() });
  return {
    get shown() {
      return state.shown;
    },
    look,
  };
}

/** Whether the folder belongs to the person, who can write to it. Windows has no owner that Node can read. */
function isOwnFolder(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return process.getuid === undefined || statSync(folder).uid === process.getuid();
  } catch {
    return false;
  }
}

function keyIn(resources: string): string | undefined {
  try {
    return readGivenFile(join(resources, KEY_FILE), MAX_KEY_BYTES).toString("utf8");
  } catch {
    return undefined;
  }
}
