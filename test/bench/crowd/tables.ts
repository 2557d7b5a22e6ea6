import { type Figure, textTable } from "../report.ts";
import type { CrowdFigures, ReturnFigures } from "./scenario.ts";

/** Aims of issue "Every count is right": for one server. */
const MOST_KIB = 62;
const MOST_SECONDS = 6;

/** One table a topology: a column for each size of the crowd. */
export function crowdTables(crowds: readonly CrowdFigures[]): string[] {
  const topologies = [...new Set(crowds.map(({ nodes }) => nodes))];
  return topologies.map((nodes) => {
    const columns = crowds.filter((crowd) => crowd.nodes === nodes);
    const row = (name: string, cell: (crowd: CrowdFigures) => string): string[] => [
      name,
      ...columns.map(cell),
    ];
    const of = (value: (crowd: CrowdFigures) => number, unit: string) => (crowd: CrowdFigures) =>
      `${round(value(crowd))} ${unit}`;
    const perApp = (value: (crowd: CrowdFigures) => number, unit: string) =>
      of((crowd) => value(crowd) / crowd.clients, unit);
    const returnRows = (columns[0]?.returns ?? []).flatMap(({ what }, index) => {
      const ofReturn =
        (cell: (figures: ReturnFigures, crowd: CrowdFigures) => string) => (crowd: CrowdFigures) => {
          const figures = crowd.returns[index];
          return figures === undefined ? "" : cell(figures, crowd);
        };
      return [
        row(
          `kill -9 ${what}: all right, since kill`,
          ofReturn((r) => verdict(seconds(r.sinceKill), nodes === 1, r.sinceKill / 1_000, MOST_SECONDS)),
        ),
        row(
          "  since it accepts connections",
          ofReturn((r) => seconds(r.sinceAccepting)),
        ),
        row(
          "  first app right · last event written, since kill",
          ofReturn((r) => `${seconds(r.first)} · ${seconds(r.written)}`),
        ),
        row(
          "  connected to right, p50 · p99 · most",
          ofReturn(({ standToRight: { p50, p99, most } }) => `${ms(p50)} · ${ms(p99)} · ${ms(most)}`),
        ),
        row(
          "  came back · failed dials · gets unanswered",
          ofReturn(
            (r) => `${r.returned} · ${r.tally.failedDials} · ${r.tally.unavailable + r.tally.timeouts}`,
          ),
        ),
        row(
          "  server CPU an app · crowd's own",
          ofReturn(
            (r, { clients }) => `${round(r.serverCpu / clients)} ms · ${round(r.crowdCpu / clients)} ms`,
          ),
        ),
        row(
          "  busiest process of the crowd",
          ofReturn((r) => `${(100 * r.crowdBusy).toFixed(0)} %`),
        ),
      ];
    });
    return textTable([
      row(
        nodes === 1 ? "one server" : `cluster of ${nodes}, all together`,
        ({ clients }) => `${clients} apps`,
      ),
      row(
        "start, all logins read",
        of(({ brokerStart }) => brokerStart / 1_000, "s"),
      ),
      row(
        "connect and read everything, all",
        of(({ connect }) => connect.wall / 1_000, "s"),
      ),
      row(
        "  server CPU an app",
        perApp(({ connect }) => connect.serverCpu, "ms"),
      ),
      row(
        "  crowd's own CPU an app",
        perApp(({ connect }) => connect.crowdCpu, "ms"),
      ),
      row("memory an app, all connected", (crowd) => {
        const kib = crowd.memory.synced / crowd.clients;
        return verdict(`${round(kib)} KiB`, nodes === 1, kib, MOST_KIB);
      }),
      row(
        "  after the idle watch",
        perApp(({ memory }) => memory.idle, "KiB"),
      ),
      row(
        "  at the most, until the first kill",
        perApp(({ memory }) => memory.peak, "KiB"),
      ),
      row(
        "idle, server CPU an app and minute",
        perApp(({ idleCpuPerMinute }) => idleCpuPerMinute, "ms"),
      ),
      row(
        "server CPU an event, written and delivered",
        of(({ cpuPerEvent }) => cpuPerEvent * 1_000, "µs"),
      ),
      row(
        "server CPU a snapshot (reconcile)",
        of(({ cpuPerSnapshot }) => cpuPerSnapshot * 1_000, "µs"),
      ),
      ...returnRows,
    ]);
  });
}

/** What one app costs in the largest crowd against the smallest of the same run: 1 is linear. */
export function growthFigures(crowds: readonly CrowdFigures[]): Figure[] {
  return [...new Set(crowds.map(({ nodes }) => nodes))].flatMap((nodes) => {
    const sorted = crowds.filter((crowd) => crowd.nodes === nodes).sort((a, b) => a.clients - b.clients);
    const [small, large] = [sorted[0], sorted.at(-1)];
    if (small === undefined || large === undefined || small === large) return [];
    const figure = (name: string, unit: Figure["unit"], value: (crowd: CrowdFigures) => number): Figure => ({
      name: `${name} an app, ${large.clients} apps, ${nodes === 1 ? "1 server" : "cluster"}`,
      unit,
      value: value(large),
      floor: { name: `${small.clients} apps`, value: value(small) },
      aim: { at: 1.1, better: "lower" },
    });
    const last = ({ returns, clients }: CrowdFigures): number => (returns.at(-1)?.serverCpu ?? 0) / clients;
    return [
      figure("server CPU, connect and read", "ms", ({ connect, clients }) => connect.serverCpu / clients),
      figure("memory, all connected", "KiB", ({ memory, clients }) => memory.synced / clients),
      figure("server CPU, back after kill -9 all at once", "ms", last),
    ];
  });
}

function verdict(text: string, hasAim: boolean, value: number, most: number): string {
  return hasAim ? `${text} ${value <= most ? "(met" : "(MISSED"} ≤ ${most})` : text;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function ms(value: number): string {
  return value >= 1_000 ? seconds(value) : `${value.toFixed(0)} ms`;
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
