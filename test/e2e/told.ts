import type { ShownNotification } from "../../build/desktop/notifications.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import { SERVICES } from "./company.ts";

/** The notifications about a service, in their order. */
export interface Told {
  readonly service: string;
  readonly count: number;
}

/** A count as it is shown, from a thousand on with a comma. NaN for any other text. */
export function countIn(text: string | undefined): number {
  return /^\d{1,3}(,?\d{3})*$/.test(text ?? "") ? Number(text?.replaceAll(",", "")) : Number.NaN;
}

/** Every count in every notification that was ever sent, one by one. */
export function toldOn(desktop: VirtualDesktop): readonly Told[] {
  return desktop.notifications.sent().flatMap(toldBy);
}

/** The counts in one notification; none in the hint on a locked screen. */
export function toldBy({ summary, body }: Pick<ShownNotification, "summary" | "body">): readonly Told[] {
  const single = SERVICES.find(({ name }) => name.ko === summary);
  if (single !== undefined)
    return [{ service: single.id, count: countIn(/결재 대기 ([\d,]+)건/.exec(body)?.[1]) }];
  return body.split("\n").flatMap((line) => {
    const service = SERVICES.find(({ name }) => line.startsWith(`${name.ko} `));
    const count = countIn(/^ ([\d,]+)( |$)/.exec(line.slice(service?.name.ko.length))?.[1]);
    return service === undefined ? [] : [{ service: service.id, count }];
  });
}
