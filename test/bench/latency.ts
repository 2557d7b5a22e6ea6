import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "nats";
import { trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { appCommand } from "../../build/run-app.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import { defined } from "../../main/contract/defined.ts";
import { type Company, USER } from "../e2e/company.ts";
import { compileScript } from "./crowd/compiled.ts";
import { BusWatch, benchApp, end, startUntilTray } from "./electron-app.ts";
import { withKeepers } from "./keeper.ts";
import type { Figure } from "./report.ts";
import { median, quantile } from "./statistics.ts";

const EVENTS = 200;
/** More than the app draws apart, so that each event is drawn by itself; milliseconds. */
const PAUSE = 130;

/** The two ways of an event, in turn: written by the keeper's login, or sent by its service and kept by the keeper. */
const WAYS = ["direct", "kept"] as const;
type Way = (typeof WAYS)[number];
/** The keeper would have to read again what was written past it, so each way has a service of its own. */
const SERVICE_OF: Readonly<Record<Way, string>> = { direct: "finance-card", kept: "hr-leave" };
type Who = "raw" | "alrimi" | "plain";

/**
 * From publishing an event to the changed tray as the panel hears of it. The same event goes to Alrimi and to a tray
 * app whose tooltip is what a plain subscription delivers; a plain subscriber without a tray is given beside it. Every
 * other event goes through the intake: what the keeper adds is the difference of the two ways.
 */
export async function measureLatency(desktop: VirtualDesktop, company: Company): Promise<Figure[]> {
  // A process of its own, as in a company: in this one it would wait for what is measured here.
  const keeper = await compileScript("keeper-process.ts");
  await company.stopKeeper();
  try {
    return await withKeepers(keeper.file, company.keeperLogin, 1, () => measure(desktop, company));
  } finally {
    company.startKeeper();
    await keeper.dispose();
  }
}

async function measure(desktop: VirtualDesktop, company: Company): Promise<Figure[]> {
  const userDataDir = await mkdtemp(join(company.folder, "latency-"));
  const rawData = await mkdtemp(join(company.folder, "raw-"));
  const subject = `approvals.${USER.replace(".", "%2E")}.*`;
  const login = [company.broker.url, USER, "app-password", subject];
  const raw = await benchApp(
    join(import.meta.dirname, "raw-tray"),
    [`--user-data-dir=${rawData}`, ...login],
    desktop,
  );
  const alrimi = await appCommand(
    [`--policy-file=${await company.policy()}`, `--user-data-dir=${userDataDir}`],
    desktop.env,
  );
  const watch = await BusWatch.start(desktop);
  const apps = { raw: await startUntilTray(raw, watch), alrimi: await startUntilTray(alrimi, watch) };
  const plain = await connect({ servers: company.broker.url, user: USER, pass: "app-password" });
  try {
    await waitFor(
      async () => (await trayItems(desktop)).filter(({ toolTip }) => toolTip.includes("기준")).length > 0,
      { what: "the app is in step" },
    );
    const items = await trayItems(desktop);
    const senderOf = (pid: number | undefined): string =>
      items.find((item) => item.pid === pid)?.busName ?? "";
    const names = { raw: senderOf(apps.raw.child.pid), alrimi: senderOf(apps.alrimi.child.pid) };
    const times: Readonly<Record<Way, Readonly<Record<Who, number[]>>>> = {
      direct: { raw: [], alrimi: [], plain: [] },
      kept: { raw: [], alrimi: [], plain: [] },
    };

    let plainAt: (at: number) => void = () => {};
    plain.subscribe(subject, { callback: () => plainAt(performance.now()) });
    await plain.flush();

    for (let sequence = 1; sequence <= EVENTS * WAYS.length; sequence++) {
      const way = WAYS[sequence % WAYS.length] ?? "direct";
      await sleep(PAUSE);
      let from = 0;
      const seen = new Promise<void>((resolve) => {
        const missing = new Set<Who>(["raw", "alrimi", "plain"]);
        const take = (who: Who, at: number): void => {
          if (!missing.delete(who)) return;
          times[way][who].push(at - from);
          if (missing.size > 0) return;
          stop();
          resolve();
        };
        plainAt = (at) => take("plain", at);
        const stop = watch.on((member, sender, at) => {
          if (member !== "NewToolTip") return;
          if (sender === names.raw) take("raw", at);
          if (sender === names.alrimi) take("alrimi", at);
        });
      });
      const count = 1 + (sequence % 50);
      const number = 1_000 + sequence;
      const service = SERVICE_OF[way];
      const event = { service, user: USER, count, occurredAt: new Date().toISOString() };
      from = performance.now();
      if (way === "kept") await company.burst(service, [count], number);
      else await company.raw(service, JSON.stringify({ ...event, sequence: number }));
      await seen;
    }
    const { direct, kept } = times;
    const figure = (name: string, share: number, aim?: Figure["aim"]): Figure => ({
      name,
      unit: "ms",
      value: quantile(direct.alrimi, share),
      floor: { name: "raw subscriber with a tray", value: quantile(direct.raw, share) },
      ...defined({ aim }),
    });
    const through = (name: string, share: number, at: number): Figure => ({
      name: `publish to tray through the keeper, ${name}`,
      unit: "ms",
      value: quantile(kept.alrimi, share),
      floor: { name: "written directly", value: quantile(direct.alrimi, share) },
      aim: { at, better: "lower" },
    });
    return [
      figure("publish to tray, p50", 0.5, { at: 1.5, better: "lower" }),
      figure("publish to tray, p99", 0.99),
      {
        name: "publish to tray, p50",
        unit: "ms",
        value: median(direct.alrimi),
        floor: { name: "raw subscriber, no tray", value: median(direct.plain) },
      },
      through("p50", 0.5, 1.25),
      through("p99", 0.99, 1.5),
      {
        ...{ name: "publish to subscriber through the keeper, p50", unit: "ms", value: median(kept.plain) },
        floor: { name: "written directly", value: median(direct.plain) },
      },
    ];
  } finally {
    await plain.close();
    watch.close();
    await end(apps.raw.child);
    await end(apps.alrimi.child);
  }
}
