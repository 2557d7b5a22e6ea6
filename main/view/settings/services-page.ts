import { SNOOZE_CHOICES } from "../../core/attention/pause.ts";
import { wordsIn } from "../../words/index.ts";
import { type ShownService, shownServices } from "../situation.ts";
import { nearText } from "../time.ts";
import type { Section, ServiceRow } from "./fields.ts";
import { type SettingsInput, wordsOf } from "./input.ts";

export function servicesPage(input: SettingsInput): Section[] {
  const words = wordsOf(input);
  const { situation, fixed, now } = input;
  const { counts } = wordsIn(situation.language);
  const isFresh = situation.connection.kind === "fresh";
  const rows = shownServices(situation).map((shown): ServiceRow => {
    const { service, name } = shown;
    const until = situation.snoozed.get(service.id);
    const snoozedUntil = until !== undefined && until > now ? until : undefined;
    const isMuted = situation.preferences.mutedServices.includes(service.id);
    return {
      service: service.id,
      name,
      count: countWords(shown),
      // `muted` comes first, because a muted service is not told when its snooze ends either.
      mode: isMuted ? "muted" : snoozedUntil === undefined ? "on" : "snoozed",
      state: isMuted
        ? words.serviceMuted
        : snoozedUntil === undefined
          ? words.serviceOn
          : words.serviceSnoozed(nearText(situation, snoozedUntil, now)),
      switchLabel: words.serviceNotices(name),
      snooze: {
        label: words.snoozeLabel(name),
        choices: SNOOZE_CHOICES.map((choice) => ({ choice, label: words.snoozeChoices[choice] })),
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
          ...(fixed.mutedServices === undefined ? {} : { locked: words.locked }),
          ...(rows.length > 0 ? {} : { empty: { text: words.noServices, hint: words.noServicesHint } }),
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
