import { monotonic } from "./process-figures.ts";
import { APP_RULES, type ReconnectRules } from "./server-rota.ts";
import { SimulatedApp, type Tally, type Target, type World } from "./simulated-app.ts";

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
  /** From now on an app is right when it holds this; done when all are. */
  | { readonly kind: "expect"; readonly target: Target; readonly rules: ReconnectRules }
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
  failedDials: 0,
  gets: 0,
  unavailable: 0,
  timeouts: 0,
  liveEvents: 0,
  unproven: 0,
  errors: 0,
};
let catalog = Buffer.alloc(0);
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
    rules: APP_RULES,
    target: { news: 0, others: 0 },
    servicesIn(document) {
      if (!document.equals(catalog)) {
        catalog = Buffer.from(document);
        const parsed = JSON.parse(catalog.toString()) as { services: { id: string }[] };
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
    case "expect":
      if (world === undefined) return;
      world.target = message.target;
      world.rules = message.rules;
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
