import { type Figure, textTable } from "../report.ts";
import type { CrowdFigures, DayFigures } from "./scenario.ts";
import type { ReturnFigures } from "./storm.ts";

/** Aims for the rules of the app. */
const MEMORY_OF_BARE = 1.15;
const TIMES_PEACE = 1.3;
const FAILED_DIALS = 1.2;
const UNANSWERED_GETS = 0.2;

/** One table a topology: a column for each size of the crowd. */
export function crowdTables(crowds: readonly CrowdFigures[]): string[] {
  const topologies = [...new Set(crowds.map(({ nodes }) => nodes))];
  return topologies.map((nodes) => {
    const columns = crowds.filter((crowd) => crowd.nodes === nodes);
    const row = (name: string, cell: (crowd: CrowdFigures) => string): string[] => [
      name,
      ...columns.map(cell),
    ];
    return textTable([
      row(
        nodes === 1 ? "one server" : `cluster of ${nodes}, all together`,
        ({ clients }) => `${clients} apps`,
      ),
      row("start, all logins read", ({ brokerStart }) => seconds(brokerStart)),
      row("connect and read everything in peace, all", ({ connect }) => seconds(connect.wall)),
      row(
        "  CPU an app, servers · crowd's own",
        ({ connect, clients }) =>
          `${round(connect.serverCpu / clients)} ms · ${round(connect.crowdCpu / clients)} ms`,
      ),
      ...dayRows(row),
      ...(columns[0]?.returns ?? []).flatMap(({ what }, index) => returnRows(what, index, row)),
    ]);
  });
}

type Row = (name: string, cell: (crowd: CrowdFigures) => string) => string[];

function dayRows(row: Row): string[][] {
  const of = (name: string, cell: (day: DayFigures, clients: number) => string): string[] =>
    row(name, ({ day, clients }) => (day === undefined ? "" : cell(day, clients)));
  const rows = [
    of("memory an app, all connected", ({ memory }, clients) => `${round(memory.synced / clients)} KiB`),
    of("  times a bare connection with its subscriptions", ({ memory }, clients) =>
      judged(memory.synced / memory.bare, MEMORY_OF_BARE, `× ${round(memory.bare / clients)} KiB`),
    ),
    of("  after the idle watch", ({ memory }, clients) => `${round(memory.idle / clients)} KiB`),
    of("  at the most", ({ memory }, clients) => `${round(memory.peak / clients)} KiB`),
    of(
      "idle, server CPU an app and minute",
      ({ idleCpuPerMinute }, clients) => `${round(idleCpuPerMinute / clients)} ms`,
    ),
    of("server CPU an event, written and delivered", (day) => `${round(1_000 * day.cpuPerEvent)} µs`),
    of("server CPU a snapshot (reconcile)", (day) => `${round(1_000 * day.cpuPerSnapshot)} µs`),
  ];
  return rows.filter((cells) => cells.slice(1).some((cell) => cell !== ""));
}

function returnRows(what: string, index: number, row: Row): string[][] {
  const of = (name: string, cell: (figures: ReturnFigures, crowd: CrowdFigures) => string): string[] =>
    row(name, (crowd) => {
      const figures = crowd.returns[index];
      return figures === undefined ? "" : cell(figures, crowd);
    });
  const hasAim = what.includes("rules");
  const judge = (value: number, most: number): string => (hasAim ? judged(value, most) : round(value));
  const rows = [
    of(`kill -9 ${what}: all right, times the peace`, (r, crowd) => judge(timesPeace(r, crowd), TIMES_PEACE)),
    of("  since it accepts connections", (r) => seconds(r.sinceAccepting)),
    of("  of which the election", (r) => seconds(r.election)),
    of("  since the kill: accepts · first app right · last · last event written", (r) =>
      [r.sinceKill - r.sinceAccepting, r.first, r.sinceKill, r.written].map(seconds).join(" · "),
    ),
    of(
      "  connected to right, p50 · p99 · most",
      ({ standToRight: { p50, p99, most } }) => `${ms(p50)} · ${ms(p99)} · ${ms(most)}`,
    ),
    of("  failed dials an app", ({ tally, returned }) =>
      judge((tally.refusedDials + tally.lateDials + tally.endedDials) / returned, FAILED_DIALS),
    ),
    of(
      "    refused · given up · ended by a server",
      ({ tally: { refusedDials, lateDials, endedDials }, returned }) =>
        [refusedDials, lateDials, endedDials].map((dials) => round(dials / returned)).join(" · "),
    ),
    of("  unanswered gets an app", ({ tally, returned }) =>
      judge((tally.gets - tally.answered) / returned, UNANSWERED_GETS),
    ),
    of("    of which 503", ({ tally, returned }) => round(tally.unavailable / returned)),
    of(
      "  server CPU an app · crowd's own · its busiest process",
      (r, { clients }) =>
        `${round(r.serverCpu / clients)} ms · ${round(r.crowdCpu / clients)} ms · ${(100 * r.crowdBusy).toFixed(0)} %`,
    ),
    of("  keeper's CPU an app", ({ keeperCpu }, { clients }) =>
      keeperCpu === undefined ? "" : `${round(keeperCpu / clients)} ms`,
    ),
  ];
  return rows.filter((cells) => cells.slice(1).some((cell) => cell !== ""));
}

/** The storm, without the election, as a multiple of the time in which the same crowd came in peace. */
export function timesPeace({ sinceAccepting, election }: ReturnFigures, { connect }: CrowdFigures): number {
  return (sinceAccepting - election) / connect.wall;
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
    const figures = [
      figure("server CPU, connect and read", "ms", ({ connect, clients }) => connect.serverCpu / clients),
      figure("memory, all connected", "KiB", ({ day, clients }) => (day?.memory.synced ?? 0) / clients),
      figure("server CPU, back after kill -9 all in step", "ms", last),
    ];
    return figures.filter(({ value }) => value > 0);
  });
}

function judged(value: number, most: number, more = ""): string {
  return `${round(value)}${more} ${value <= most ? "(met" : "(MISSED"} ≤ ${most})`;
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
