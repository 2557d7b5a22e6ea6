import { servicesOf } from "../attention/attention.ts";
import type { Effect, TellingDecision } from "./effect.ts";

/** A notice on the screen, or in the desktop's list of notifications. `services` are those that it is still about. */
interface Notice {
  readonly services: readonly string[];
  readonly isOnScreen: boolean;
}

/** By tag. */
export type Notices = ReadonlyMap<string, Notice>;

/** The tag of the hint on a lock screen. */
export const HINT_TAG = "hint";

/** A later notice replaces an earlier one with the same tag. A digest replaces only a digest of the same services. */
export function tagOf(decision: TellingDecision): string {
  switch (decision.kind) {
    case "notice":
    case "deadline":
      return `service:${decision.service}`;
    case "digest":
      return `digest:${servicesOf(decision).toSorted().join(",")}`;
    case "hint":
      return HINT_TAG;
    default:
      return decision satisfies never;
  }
}

/** Shows a notice. Older notices lose its services, because the new notice repeats them. */
export function withNotice(notices: Notices, decision: TellingDecision, effects: Effect[]): Notices {
  const tag = tagOf(decision);
  const services = servicesOf(decision);
  const others = withoutServices(notices, services, effects, tag);
  effects.push({ kind: "tell", decision });
  return services.length === 0 ? others : new Map(others).set(tag, { services, isOnScreen: true });
}

/**
 * Removes services from notices, and withdraws a notice without services. @param except the tag of an unchanged notice
 */
export function withoutServices(
  notices: Notices,
  services: readonly string[],
  effects: Effect[],
  except?: string,
): Notices {
  const left = new Map(notices);
  for (const [tag, notice] of notices) {
    if (tag === except) continue;
    const others = notice.services.filter((service) => !services.includes(service));
    if (others.length > 0) {
      left.set(tag, { ...notice, services: others });
      continue;
    }
    left.delete(tag);
    effects.push({ kind: "withdraw", tag });
  }
  return left;
}

/** Marks a notice as off the screen. It is kept, because it may have to be removed from the desktop's list later. */
export function closed(notices: Notices, tag: string): Notices {
  const notice = notices.get(tag);
  return notice === undefined ? notices : new Map(notices).set(tag, { ...notice, isOnScreen: false });
}

/** The services of the notices on the screen. */
export function onScreen(notices: Notices): readonly string[] {
  return [...notices.values()].flatMap(({ services, isOnScreen }) => (isOnScreen ? services : []));
}
