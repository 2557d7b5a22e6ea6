import type { Catalog, Delivery, Presets } from "../../contract/catalog.ts";
import type { Attention, AttentionContext } from "./attention.ts";
import type { Row } from "./decision.ts";
import { earliestOf, nextTime, timeOnDay } from "./hours.ts";
import { stageOf } from "./waiting.ts";

/** How each service is told. All times in milliseconds. */

/** The presets of a catalog. */
export function presetsOf(catalog: Catalog): Presets {
  return new Map(catalog.flatMap(({ id, delivery }) => (delivery === undefined ? [] : [[id, delivery]])));
}

/** How a service is told: as the person chose, else as the catalog says, else at once. */
export function deliveryOf(
  service: string,
  { preferences, presets }: Pick<AttentionContext, "preferences" | "presets">,
): Delivery {
  const { delivery } = preferences;
  return (Object.hasOwn(delivery, service) ? delivery[service] : presets.get(service)) ?? "now";
}

/** Whether a row may be told now. A deadline that is near or over breaks through, except where the service is off. */
export function isTellable(row: Row, attention: Attention, context: AttentionContext): boolean {
  const delivery = deliveryOf(row.service, context);
  switch (delivery) {
    case "now":
      return true;
    case "off":
      return false;
    case "batched":
      return isBatchDue(attention, context) || stageOf(row, context.now) !== null;
    case "urgent":
      return stageOf(row, context.now) !== null;
    default:
      return delivery satisfies never;
  }
}

/** Whether a time of the person's choice has passed since the last batch. */
export function isBatchDue({ batchedAt }: Attention, context: AttentionContext): boolean {
  const { preferences, calendar, now } = context;
  return preferences.batchTimes.some((time) =>
    [-1, 0].some((day) => {
      const moment = timeOnDay(calendar, now, time, day);
      return moment <= now && batchedAt !== null && batchedAt < moment;
    }),
  );
}

/** When the next batch is due; null if nothing is batched. */
export function nextBatch(context: AttentionContext): number | null {
  const { counts, preferences, calendar, now } = context;
  const isAny = [...counts].some(
    ([service, { count }]) => count > 0 && deliveryOf(service, context) === "batched",
  );
  return isAny ? earliestOf(preferences.batchTimes.map((time) => nextTime(calendar, now, time))) : null;
}
