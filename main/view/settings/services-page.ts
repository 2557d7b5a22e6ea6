import { DELIVERIES } from "../../contract/catalog.ts";
import { snoozesAt } from "../../core/attention/pause.ts";
import { wordsIn } from "../../words/index.ts";
import { servicesInOrder } from "../order.ts";
import type { ShownService } from "../situation.ts";
import { snoozeMoment } from "../snooze-moment.ts";
import { nearText } from "../time.ts";
import type { Section, ServiceRow } from "./fields.ts";
import { type SettingsInput, setting, wordsOf } from "./input.ts";

export function servicesPage(input: SettingsInput): Section[] {
  const words = wordsOf(input);
  const { situation, fixed, now } = input;
  const { counts } = wordsIn(situation.language);
  const { batchTimes } = situation.preferences;
  const isFresh = situation.connection.kind === "fresh";
  const rows = servicesInOrder(situation, now).map((shown): ServiceRow => {
    const { service, name, delivery } = shown;
    const until = situation.snoozed.get(service.id);
    const snoozedUntil = until !== undefined && until > now ? until : undefined;
    return {
      service: service.id,
      name,
      count: countWords(shown),
      // `off` comes first, because such a service is not told when its snooze ends either.
      mode: delivery === "off" ? "muted" : snoozedUntil === undefined ? "on" : "snoozed",
      state:
        delivery === "off" || snoozedUntil === undefined
          ? words.deliveryHint(delivery, batchTimes)
          : words.serviceSnoozed(nearText(situation, snoozedUntil, now)),
      delivery: {
        label: words.serviceNotices(name),
        value: delivery,
        options: DELIVERIES.map((value) => ({ value, label: words.deliveries[value] })),
      },
      snooze: {
        label: words.snoozeLabel(name),
        choose: words.snooze,
        choices: snoozesAt(situation.calendar, now).map((choice) => ({
          choice,
          label: words.snoozeChoices[choice],
        })),
        until: {
          choose: words.snoozeUntil,
          ...snoozeMoment(situation, wordsIn(situation.language), now),
        },
        end: words.endSnooze,
      },
    };
  });
  return [
    {
      items: [
        {
          kind: "services",
          rows,
          ...(fixed.delivery === undefined ? {} : { locked: words.locked }),
          ...(rows.length > 0 ? {} : { empty: { text: words.noServices, hint: words.noServicesHint } }),
        },
      ],
    },
    {
      items: [
        {
          kind: "times",
          ...setting(input, "batchTimes", words.batchTimesHint),
          times: batchTimes,
          add: words.addTime,
          remove: batchTimes.map(words.removeTime),
        },
      ],
    },
  ];

  /** The count as on the board. An unknown count is never shown as 0. */
  function countWords({ count, certainty }: ShownService): string {
    if (certainty === "unheard") return counts.noData;
    if (count === undefined || (count === 0 && !isFresh)) return counts.unknownNow;
    const text = words.serviceCount(count);
    return certainty === "unsure" ? `${text} (${counts.unsure})` : text;
  }
}
