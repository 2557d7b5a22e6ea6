export type SwitchState = "running" | "stopped" | "busy";

export interface SwitchPorts {
  isUp(): boolean;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Called when the program has ended by itself. */
  died(): void;
}

const WATCH_MS = 500;

/** Stops and starts a program of the demo, and notices when it ends by itself. */
export class Switch {
  readonly #ports: SwitchPorts;
  readonly #watch: NodeJS.Timeout;
  #isWanted = true;
  #isBusy = false;

  /** @param ports of a program that is running */
  constructor(ports: SwitchPorts) {
    this.#ports = ports;
    this.#watch = setInterval(() => {
      if (!this.#isWanted || this.#isBusy || ports.isUp()) return;
      this.#isWanted = false;
      ports.died();
    }, WATCH_MS);
  }

  get state(): SwitchState {
    if (this.#isBusy) return "busy";
    return this.#ports.isUp() ? "running" : "stopped";
  }

  /** Whether it was stopped now; a second click does nothing. */
  stop(): Promise<boolean> {
    return this.#change(false, () => this.#ports.kill());
  }

  /**
   * Whether it was started now; a second click does nothing.
   * @throws when it does not start
   */
  start(): Promise<boolean> {
    return this.#change(true, () => this.#ports.start());
  }

  dispose(): void {
    clearInterval(this.#watch);
  }

  async #change(isWanted: boolean, work: () => Promise<void>): Promise<boolean> {
    if (this.#isBusy || this.#ports.isUp() === isWanted) return false;
    this.#isBusy = true;
    try {
      await work();
      this.#isWanted = isWanted;
      return true;
    } finally {
      this.#isBusy = false;
    }
  }
}
