import { servicesOf } from "../attention/attention.ts";
import type { Effect, TellingDecision } from "./effect.ts";

/** What may stand on the screen, or in the desktop's own list, and still tells of these services. */
interface Notice {
  readonly services: readonly string[];
  readonly isOnScreen: boolean;
}

/** By tag. */
export type Notices = ReadonlyMap<string, Notice>;

export const HINT_TAG = "hint";

/** A later notice with the same tag takes the place of an earlier one: a digest, of one of the same services. */
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

/** A new notice says what older ones of its services said. */
export function withNotice(notices: Notices, decision: TellingDecision, effects: Effect[]): Notices {
  const tag = tagOf(decision);
  const services = servicesOf(decision);
  const others = withoutServices(notices, services, effects, tag);
  effects.push({ kind: "tell", decision });
  return services.length === 0 ? others : new Map(others).set(tag, { services, isOnScreen: true });
}

/** A notice goes with the last of its services. @param except the tag of one that stays as it is */
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

/** It may be in the desktop's own list, from where it is still to be taken away. */
export function closed(notices: Notices, tag: string): Notices {
  const notice = notices.get(tag);
  return notice === undefined ? notices : new Map(notices).set(tag, { ...notice, isOnScreen: false });
}

/** The services that notices on the screen tell of. */
export function onScreen(notices: Notices): readonly string[] {
  return [...notices.values()].flatMap(({ services, isOnScreen }) => (isOnScreen ? services : []));
}
