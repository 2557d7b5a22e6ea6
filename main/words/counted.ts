import { digits } from "./digits.ts";

/** The noun of a number in English: `service` for 1, else `services`. */
export function noun(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** A number and its noun in English: `1 service`, `2 services`. */
export function counted(count: number, one: string, many?: string): string {
  return `${count} ${noun(count, one, many)}`;
}

/** `1 approval`, `12,345 approvals`. */
export function approvals(count: number): string {
  return `${digits("en", count)} ${noun(count, "approval")}`;
}
