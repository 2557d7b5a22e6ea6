import { monotonic } from "./process-figures.ts";
import { connectBare, SimulatedApp, type Target, type World } from "./simulated-app.ts";
import type { Tally } from "./wire-dial.ts";

/** A process that holds a part of the crowd; its parent tells it what to do. */

export type Order =
  /** Connects the apps `from` … `to` − 1, `atOnce` at a time; done when all have read everything. */
  | {
      readonly kind: "connect";
      readonly from: number;
      readonly to: number;
      readonly ports: number[];
      readonly atOnce: number;
    }
  /** Opens as many connections with the subscriptions of an app, and nothing else. */
  | {
      readonly kind: "connect-bare";
      readonly from: number;
      readonly to: number;
      readonly ports: number[];
      readonly atOnce: number;
    }
  /** From now on an app is right when it holds this; done when all are. */
  | { readonly kind: "expect"; readonly target: Target; readonly isInStep: boolean }
  /** Every app reads everything again at some moment within so many milliseconds; done when all have. */
  | { readonly kind: "reconcile"; readonly within: number }
  /** Says what happened so far. */
  | { readonly kind: "tally" };

/** When what was ordered was done; times are milliseconds of the monotonic clock. */
export interface Done {
  readonly kind: Order["kind"];
  readonly tally: Tally;
  /** Of each app that dialled in this time the moment its (last) connection stood, and when it was right after it. */
  readonly returns: readonly { readonly stood: number; readonly right: number }[];
  readonly rightAt: readonly number[];
}

const apps: SimulatedApp[] = [];
const tally: Tally = {
  dials: 0,
  refusedDials: 0,
  lateDials: 0,
  endedDials: 0,
  gets: 0,
  answered: 0,
  unavailable: 0,
  liveEvents: 0,
  unproven: 0,
  errors: 0,
};
let catalog = new Uint8Array();
let services: readonly string[] = [];
let stoodAt = new Map<SimulatedApp, number>();
let rightAt = new Map<SimulatedApp, number>();
let waitedFor = new Set<SimulatedApp>();
let order: Order["kind"] = "connect";
let atOnce = 1;

function makeWorld(ports: readonly number[]): World {
  return {
    ports,
    buffer: Buffer.alloc(64 * 1024),
    tally,
    isInStep: false,
    target: { news: 0, others: 0 },
    servicesIn(document) {
      if (Buffer.compare(document, catalog) !== 0) {
        catalog = document.slice();
        const parsed = JSON.parse(Buffer.from(catalog).toString()) as { services: { id: string }[] };
        services = parsed.services.map(({ id }) => id);
      }
      return services;
    },
    onDialled: (app) => stoodAt.set(app, monotonic()),
    onSynced: (app) => {
      if (order !== "expect") finish(app);
    },
    onRight: (app) => {
      rightAt.set(app, monotonic());
      if (order === "expect") finish(app);
    },
  };
}

let started = 0;
function finish(app: SimulatedApp): void {
  if (!waitedFor.delete(app)) return;
  if (order === "connect" && started < apps.length) apps[started++]?.start();
  if (waitedFor.size === 0) tell();
}

function tell(): void {
  const done: Done = {
    kind: order,
    tally: { ...tally },
    returns: [...stoodAt].map(([each, stood]) => ({ stood, right: rightAt.get(each) ?? Number.NaN })),
    rightAt: [...rightAt.values()],
  };
  process.send?.(done);
}

async function connectAllBare({ from, to, ports, atOnce }: Order & { kind: "connect-bare" }): Promise<void> {
  const bare = makeWorld(ports);
  let next = from;
  const connectSome = async (): Promise<void> => {
    while (next < to) await connectBare(next++, bare);
  };
  await Promise.all(Array.from({ length: atOnce }, connectSome));
  tell();
}

let world: World | undefined;

process.on("message", (message: Order) => {
  order = message.kind;
  stoodAt = new Map();
  switch (message.kind) {
    case "connect": {
      world = makeWorld(message.ports);
      atOnce = message.atOnce;
      for (let index = message.from; index < message.to; index++) apps.push(new SimulatedApp(index, world));
      waitedFor = new Set(apps);
      while (started < Math.min(atOnce, apps.length)) apps[started++]?.start();
      break;
    }
    case "connect-bare":
      void connectAllBare(message);
      break;
    case "expect":
      if (world === undefined) return;
      world.target = message.target;
      world.isInStep = message.isInStep;
      rightAt = new Map();
      waitedFor = new Set(apps);
      for (const app of apps) app.isRight = false;
      for (const app of apps) app.checkRight();
      process.send?.({ kind: "noted" });
      break;
    case "tally":
      tell();
      break;
    case "reconcile":
      waitedFor = new Set(apps);
      for (const app of apps) setTimeout(() => app.refresh(), Math.random() * message.within);
      break;
  }
});
process.on("disconnect", () => process.exit());
