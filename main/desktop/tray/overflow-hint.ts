import * as v from "valibot";
import type { HiddenIcon } from "../../core/account/dialog.ts";
import type { Problem } from "../../core/problem.ts";
import type { Store } from "../state/store.ts";

/** First build of Windows 11, which puts new tray icons into the overflow. Earlier versions show them for a while. */
const WINDOWS_11 = 22_000;

const Hinted = v.object({ overflow: v.boolean() });
/** Hints that were given and are not repeated. */
export type Hinted = v.InferOutput<typeof Hinted>;

export interface OverflowHint {
  readonly platform: NodeJS.Platform;
  /** `os.release()`, such as `10.0.22631` on Windows. */
  readonly release: string;
  /** Opened only where a hint may be due. */
  readonly store: () => Pick<Store<Hinted>, "loaded" | "saveSoon" | "flush">;
  readonly show: () => void;
}

function hasOverflow(platform: NodeJS.Platform, release: string): boolean {
  return platform === "win32" && Number(release.split(".")[2]) >= WINDOWS_11;
}

/** Where the desktop hides the icon; undefined where it is seen. @param release `os.release()` */
export function hiddenIcon(
  platform: NodeJS.Platform,
  release: string,
  env: NodeJS.ProcessEnv,
  problems: readonly Problem[],
): HiddenIcon | undefined {
  if (hasOverflow(platform, release)) return "windows-overflow";
  const isGnome = (env["XDG_CURRENT_DESKTOP"] ?? "").split(":").includes("GNOME");
  return isGnome && problems.some(({ key }) => key === "no-tray") ? "gnome-extension" : undefined;
}

/** Tells the person once where to find the icon, on a system that hides it. */
export function hintAtOverflow({ platform, release, store, show }: OverflowHint): void {
  if (!hasOverflow(platform, release)) return;
  const hints = store();
  const said = v.safeParse(Hinted, hints.loaded);
  if (said.success && said.output.overflow) return;
  hints.saveSoon(() => ({ overflow: true }));
  hints.flush();
  show();
}
