import type { Holder } from "../admin/kit/users.ts";
import { SINGLE_ROLES } from "../nats/permissions.ts";

/** `user hong.gd`, `service hr-leave`, `keeper`. */
export function nameOf({ role, id }: Holder): string {
  if (SINGLE_ROLES.includes(role)) return role;
  return `${role === "app" ? "user" : role === "reader" ? role : "service"} ${id}`;
}

/** `2026-03-01 09:00`, in UTC. @param seconds since the Unix epoch */
export function dateOf(seconds: number): string;
export function dateOf(seconds: number | undefined): string | undefined;
export function dateOf(seconds: number | undefined): string | undefined {
  return seconds === undefined
    ? undefined
    : new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}
