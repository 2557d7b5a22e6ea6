import type { Logind } from "../../build/desktop/logind.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { Randomness } from "../chaos/randomness.ts";
import { type Company, SERVICES } from "../e2e/company.ts";
import type { RunningApp } from "../e2e/running-app.ts";
import { toldBy, toldOn } from "../e2e/told.ts";
import { Counter } from "./counts.ts";
import { type Link, wrongInTray, wrongOnBoard } from "./shown.ts";
import { isOpen, pressEscape, readBoard } from "./windows.ts";

export interface Scene {
  readonly app: RunningApp;
  readonly company: Company;
  readonly desktop: VirtualDesktop;
  readonly logind: Logind;
  readonly chance: Randomness;
}

/** How often each step is taken, relative to the others. */
const STEPS = {
  news: 30,
  burst: 4,
  doubled: 4,
  older: 3,
  malformed: 4,
  board: 30,
  settings: 4,
  brokerRestart: 3,
  lock: 3,
  sleep: 3,
  trayGone: 1,
  daemonGone: 1,
} as const;
type StepName = keyof typeof STEPS;
const DECK = Object.entries(STEPS).flatMap(([name, times]) =>
  Array.from({ length: times }, () => name as StepName),
);
/** Openings of the board in one step, one right after another. */
const OPENINGS = 4;

/** A person's days, shortened: takes random steps, and after each one compares what is shown with what was published. */
export class Walk {
  readonly done = new Map<StepName, number>();
  openings = 0;
  /** The last steps, oldest first. */
  readonly trail: string[] = [];
  readonly #scene: Scene;
  readonly #counters: readonly Counter[];
  #toldBefore = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#counters = SERVICES.map(({ id, name }) => new Counter(id, name.ko, scene.chance));
  }

  get steps(): number {
    return [...this.done.values()].reduce((sum, times) => sum + times, 0);
  }

  get notices(): number {
    return this.#toldBefore;
  }

  /** Every service says something, so that no count is unknown. */
  async begin(): Promise<void> {
    for (const counter of this.#counters) await this.#publish(counter, counter.next("up"));
    await this.#allIsRight();
  }

  /** @throws when something shown is not what was published */
  async step(): Promise<void> {
    const name = this.#scene.chance.pick(DECK);
    this.trail.push(name);
    if (this.trail.length > 30) this.trail.shift();
    await this.#take(name);
    await this.#allIsRight();
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  /** No window is open any more, and all is right. */
  async rest(): Promise<void> {
    const { app } = this.#scene;
    await waitFor(() => app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length), {
      what: "every window is given up",
      until: (windows) => windows === 0,
    });
    await this.#allIsRight();
  }

  #take(name: StepName): Promise<void> {
    const counter = this.#scene.chance.pick(this.#counters);
    switch (name) {
      case "news":
        return this.#news(counter);
      case "burst":
        return this.#burst(counter);
      case "doubled":
        return this.#publish(counter, counter.doubled());
      case "older":
        return this.#publish(counter, counter.older());
      case "malformed":
        return this.#publish(counter, counter.malformed());
      case "board":
        return this.#board();
      case "settings":
        return this.#settings();
      case "brokerRestart":
        return this.#brokerRestart(counter);
      case "lock":
        return this.#lock(counter);
      case "sleep":
        return this.#sleep();
      case "trayGone":
        return this.#trayGone(counter);
      case "daemonGone":
        return this.#daemonGone();
      default:
        return name satisfies never;
    }
  }

  #publish({ service }: Counter, payload: string): Promise<void> {
    return this.#scene.company.raw(service, payload);
  }

  async #news(counter: Counter): Promise<void> {
    const before = counter.count;
    await this.#publish(counter, counter.next());
    if (counter.count > before && this.#scene.chance.below(4) === 0) await this.#isTold(counter);
  }

  async #isTold({ service, name, count }: Counter): Promise<void> {
    await waitFor(
      () =>
        toldOn(this.#scene.desktop)
          .slice(this.#toldBefore)
          .some((told) => told.service === service && told.count === count),
      { what: `the notice of ${count} in ${name}` },
    );
  }

  async #burst(counter: Counter): Promise<void> {
    const payloads = Array.from({ length: 2 + this.#scene.chance.below(30) }, () => counter.next());
    for (const payload of payloads) await this.#publish(counter, payload);
  }

  async #board(): Promise<void> {
    const { app, chance } = this.#scene;
    for (let left = 1 + chance.below(OPENINGS); left > 0; left--) {
      await this.#openBoard("fresh");
      if (chance.below(3) === 0) {
        const counter = chance.pick(this.#counters);
        await this.#publish(counter, counter.next());
        await this.#boardIsRight("fresh");
      }
      if (chance.below(2) === 0) await (await app.tray()).activate();
      else await pressEscape(app, "board");
      await app.boardIsHidden();
    }
  }

  async #openBoard(link: Link): Promise<void> {
    const { app } = this.#scene;
    await (await app.tray()).activate();
    await app.boardIsShown();
    this.openings += 1;
    await this.#boardIsRight(link);
  }

  async #boardIsRight(link: Link): Promise<void> {
    await waitFor(async () => wrongOnBoard(await readBoard(this.#scene.app), this.#counters, link), {
      what: "the board shows what was published",
      until: (wrong) => wrong.length === 0,
    });
  }

  async #settings(): Promise<void> {
    const { app } = this.#scene;
    // The menu's ids change with everything that is drawn in it.
    await waitFor(
      async () => {
        await (await app.tray()).clickMenu("설정…");
        return true;
      },
      { what: "the menu takes the click" },
    );
    await waitFor(() => isOpen(app, "settings"), { what: "the settings open" });
    await pressEscape(app, "settings");
  }

  async #brokerRestart(counter: Counter): Promise<void> {
    const { app, company, chance } = this.#scene;
    await company.broker.kill();
    await this.#trayIsRight("away");
    if (chance.below(2) === 0) {
      await this.#openBoard("away");
      await pressEscape(app, "board");
    }
    await company.broker.restart();
    if (chance.below(2) === 0) await this.#publish(counter, counter.next());
  }

  async #lock(counter: Counter): Promise<void> {
    const { logind, desktop } = this.#scene;
    const shown = async () => (await desktop.notifications.displayed()).map(toldBy);
    await logind.setLockedHint(true);
    await waitFor(shown, { what: "the locked screen is empty", until: ({ length }) => length === 0 });
    await this.#publish(counter, counter.next("up"));
    await waitFor(shown, { what: "a hint on the locked screen", until: ({ length }) => length > 0 });
    if ((await shown()).flat().length > 0) throw new Error("a name is on the locked screen");
    await logind.setLockedHint(false);
    await waitFor(shown, {
      what: "no hint is on the unlocked screen",
      until: (notices) => notices.every(({ length }) => length > 0),
    });
  }

  async #sleep(): Promise<void> {
    await this.#scene.logind.prepareForSleep(true);
    await this.#scene.logind.prepareForSleep(false);
  }

  async #trayGone(counter: Counter): Promise<void> {
    const { desktop } = this.#scene;
    await desktop.panel.kill();
    await this.#publish(counter, counter.next());
    await desktop.panel.start();
  }

  async #daemonGone(): Promise<void> {
    await this.#scene.desktop.notificationDaemon.kill();
    await this.#scene.desktop.notificationDaemon.start();
  }

  async #trayIsRight(link: Link): Promise<void> {
    const { app } = this.#scene;
    await waitFor(async () => wrongInTray((await app.tray()).toolTip, this.#counters, link), {
      what: "the tray shows what was published",
      until: (wrong) => wrong.length === 0,
    });
  }

  async #allIsRight(): Promise<void> {
    await this.#trayIsRight("fresh");
    await this.#noticesAreRight();
  }

  /** None told an old count, and what stands on the screen says the present ones. */
  async #noticesAreRight(): Promise<void> {
    const { desktop } = this.#scene;
    const counterOf = (id: string): Counter | undefined =>
      this.#counters.find(({ service }) => service === id);
    const told = toldOn(desktop);
    for (const { service, count } of told.slice(this.#toldBefore)) {
      const counter = counterOf(service);
      if (counter?.isNew(count) !== true)
        throw new Error(`a notice of ${count} in ${service}, where now ${counter?.count} wait`);
    }
    for (const counter of this.#counters) counter.checked();
    this.#toldBefore = told.length;
    await waitFor(
      async () =>
        (await desktop.notifications.displayed())
          .map(toldBy)
          .filter((shown) => shown.some(({ service, count }) => counterOf(service)?.count !== count)),
      { what: "no notice says another count than what was published", until: (left) => left.length === 0 },
    );
  }
}
