import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { findProgram } from "../../main/admin/server-process.ts";
import type { Place } from "./cluster.ts";

/**
 * Networks of our own, on which links can be cut: a namespace for each node, and one (the hub) for everybody else, in
 * which the test itself runs. Nothing of it touches the machine's network; addresses mean something inside only.
 */
const PREFIX = "alrimi-chaos-";
const NET = "10.213.0";
const NAMES = "/run/netns";

/** Why this machine cannot do it; undefined when it can. */
export function whyNot(): string | undefined {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (findProgram("ip") === undefined) return "the program ip is not installed (Debian: iproute2)";
  const name = `${PREFIX}${process.pid}-try`;
  try {
    ip("netns", "add", name);
    ip("-n", name, "link", "add", "one", "type", "veth", "peer", "name", "other");
    ip("-n", name, "link", "add", "bridge", "type", "bridge");
    return undefined;
  } catch (error) {
    return `ip netns: ${(error as Error).message.split("\n").slice(1, 2).join("") || (error as Error).message}`;
  } finally {
    remove(name);
  }
}

export interface Networks {
  /** Where the test has to run. */
  readonly hub: string;
  remove(): void;
}

/** @param nodes how many of them */
export function makeNetworks(nodes: number): Networks {
  removeLeftovers();
  const hub = hubOf(process.pid);
  const names = [hub, ...Array.from({ length: nodes }, (_, index) => nodeOf(hub, index))];
  const removeAll = (): void => {
    process.off("exit", removeAll);
    for (const name of names) remove(name);
  };
  process.on("exit", removeAll);
  for (const name of names) {
    ip("netns", "add", name);
    ip("-n", name, "link", "set", "lo", "up");
  }
  ip("-n", hub, "link", "add", "bridge", "type", "bridge");
  ip("-n", hub, "addr", "add", `${NET}.1/24`, "dev", "bridge");
  ip("-n", hub, "link", "set", "bridge", "up");
  for (let index = 0; index < nodes; index += 1) {
    const node = nodeOf(hub, index);
    ip("-n", hub, "link", "add", `node${index}`, "type", "veth", "peer", "name", "hub", "netns", node);
    ip("-n", hub, "link", "set", `node${index}`, "master", "bridge", "up");
    ip("-n", node, "addr", "add", `${hostOf(index)}/24`, "dev", "hub");
    ip("-n", node, "link", "set", "hub", "up");
  }
  return { hub, remove: removeAll };
}

export function placesIn(hub: string, nodes: number): readonly Place[] {
  return Array.from({ length: nodes }, (_, index) => ({
    host: hostOf(index),
    prefix: ["ip", "netns", "exec", nodeOf(hub, index)],
  }));
}

/** Takes a node's cable out, or puts it in again: nobody is told, packets are just gone. */
export function setCable(hub: string, index: number, is: "in" | "out"): void {
  ip("-n", hub, "link", "set", `node${index}`, is === "in" ? "up" : "down");
}

/** Between two nodes nothing passes any more, or everything again; everybody else still reaches both. */
export function setBetween(hub: string, one: number, other: number, is: "open" | "shut"): void {
  const verb = is === "shut" ? "add" : "del";
  ip("-n", nodeOf(hub, one), "route", verb, "blackhole", `${hostOf(other)}/32`);
  ip("-n", nodeOf(hub, other), "route", verb, "blackhole", `${hostOf(one)}/32`);
}

function hubOf(pid: number): string {
  return `${PREFIX}${pid}-hub`;
}

function nodeOf(hub: string, index: number): string {
  return hub.replace(/hub$/, `node${index}`);
}

function hostOf(index: number): string {
  return `${NET}.${11 + index}`;
}

function ip(...args: readonly string[]): void {
  execFileSync(findProgram("ip") ?? "ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

function remove(name: string): void {
  if (existsSync(`${NAMES}/${name}`)) ip("netns", "del", name);
}

/** Of a test that was killed. */
function removeLeftovers(): void {
  if (!existsSync(NAMES)) return;
  for (const name of readdirSync(NAMES)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) remove(name);
  }
}
