import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds. */
const LOOK_EVERY = 3;
const AT_REST_AFTER = 400;
const PATIENCE = 20_000;
/** Every so many rows one is looked at: enough to see any text change, and cheap. */
const ROW_STEP = 8;
const BYTES_A_PIXEL = 4;

/**
 * Looks at the X server's own pixels, which it keeps in a file (`frameBuffer` of the virtual desktop): what is seen
 * there has been painted, and nothing has to be asked of the app that is measured.
 */
export class ScreenWatch {
  readonly #file: number;
  readonly #pixelsAt: number;
  readonly #width: number;
  readonly #rows: number;

  /** @param rows so many rows from the top; below them is the panel with its clock */
  constructor(file: string, size: { readonly width: number; readonly height: number }, rows: number) {
    this.#file = openSync(file, "r");
    this.#width = size.width;
    this.#rows = rows;
    this.#pixelsAt = fstatSync(this.#file).size - size.width * size.height * BYTES_A_PIXEL;
  }

  /**
   * Does something and waits until the screen has changed and come to rest.
   * @returns the milliseconds from the start until the picture stood that stays
   */
  async untilPainted(act: () => Promise<void>): Promise<number> {
    let seen = this.#look();
    let changedAt: number | undefined;
    const from = performance.now();
    const acted = act();
    for (;;) {
      await sleep(LOOK_EVERY);
      const now = performance.now();
      const picture = this.#look();
      if (!picture.equals(seen)) {
        seen = picture;
        changedAt = now;
      }
      if (changedAt !== undefined && now - changedAt > AT_REST_AFTER) break;
      if (now - from > PATIENCE) throw new Error("nothing was painted");
    }
    await acted;
    return changedAt - from;
  }

  close(): void {
    closeSync(this.#file);
  }

  #look(): Buffer {
    const line = this.#width * BYTES_A_PIXEL;
    const lines = Math.floor(this.#rows / ROW_STEP);
    const picture = Buffer.alloc(lines * line);
    for (let index = 0; index < lines; index++) {
      readSync(this.#file, picture, index * line, line, this.#pixelsAt + index * ROW_STEP * line);
    }
    return picture;
  }
}
