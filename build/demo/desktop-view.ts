/** The virtual desktop for the control page. Empty when the app runs on the person's own desktop. */
export class DesktopView {
  #picture: Picture | undefined;
  #presenting: Presenting | undefined;
  #isPresenting = false;

  /** The newest picture of the screen. */
  get picture(): Picture | undefined {
    return this.#picture;
  }

  /** Whether "do not disturb" is on; undefined where it cannot be set. */
  get isPresenting(): boolean | undefined {
    return this.#presenting === undefined ? undefined : this.#isPresenting;
  }

  /** @param presenting sets "do not disturb" of the notification daemon */
  open(presenting: Presenting): void {
    this.#presenting = presenting;
  }

  show(file: string): void {
    this.#picture = { file, version: (this.#picture?.version ?? 0) + 1 };
  }

  async present(isOn: boolean): Promise<void> {
    if (this.#presenting === undefined) return;
    await this.#presenting(isOn);
    this.#isPresenting = isOn;
  }
}

export interface Picture {
  /** Path of a PNG file. */
  readonly file: string;
  /** Increases with each picture. */
  readonly version: number;
}

type Presenting = (isOn: boolean) => Promise<unknown>;
