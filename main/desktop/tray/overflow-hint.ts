import * as v from "valibot";
import type { Store } from "../state/store.ts";

/** The first build of Windows 11. It puts new tray icons into the overflow; until then Windows showed them for a while. */
const WINDOWS_11 = 22_000;

const Hinted = v.object({ overflow: v.boolean() });
/** What was said once and is not said again. */
export type Hinted = v.InferOutput<typeof Hinted>;

export interface OverflowHint {
  readonly platform: NodeJS.Platform;
  /** `os.release()`: on Windows `10.0.22631`, whatever it calls itself. */
  readonly release: string;
  /** Opened only where there is something to say. */
  readonly store: () => Pick<Store<Hinted>, "loaded" | "saveSoon" | "flush">;
  readonly show: () => void;
}

/** Says once where to find the icon, on a system that hides it. */
export function hintAtOverflow({ platform, release, store, show }: OverflowHint): void {
  if (platform !== "win32" || Number(release.split(".")[2]) < WINDOWS_11) return;
  const hints = store();
  const said = v.safeParse(Hinted, hints.loaded);
  if (said.success && said.output.overflow) return;
  hints.saveSoon(() => ({ overflow: true }));
  hints.flush();
  show();
}
