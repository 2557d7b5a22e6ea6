import { SNOOZE_CHOICES } from "../../command.ts";
import { shownServices } from "../situation.ts";
import { momentText } from "../time.ts";
import type { Section, ServiceRow } from "./fields.ts";
import { type SettingsInput, wordsOf } from "./input.ts";

export function servicesPage(input: SettingsInput): Section[] {
  const words = wordsOf(input);
  const { situation, fixed, now } = input;
  const rows = shownServices(situation).map(({ service, name, count }): ServiceRow => {
    const snoozedUntil = situation.snoozed.get(service.id);
    const isMuted = situation.preferences.mutedServices.includes(service.id);
    return {
      service: service.id,
      name,
      count: words.serviceCount(count),
      // A service that is muted for good is not told again when its snooze ends.
      mode: isMuted ? "muted" : snoozedUntil === undefined ? "on" : "snoozed",
      state: isMuted
        ? words.serviceMuted
        : snoozedUntil === undefined
          ? words.serviceOn
          : words.serviceSnoozed(momentText(situation.language, snoozedUntil, now)),
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
}
