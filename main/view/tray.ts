import { PAUSE_CHOICES } from "../core/attention/pause.ts";
import type { Command } from "../core/command.ts";
import { wordsIn } from "../words/index.ts";
import { countInLine } from "./count.ts";
import { servicesInOrder } from "./order.ts";
import type { Situation } from "./situation.ts";
import { statusView } from "./status.ts";
import { momentText, nearText } from "./time.ts";
import { shortTooltipText, type TooltipLines, tooltipText } from "./tooltip.ts";
import { tallyOf, totalView } from "./total.ts";

/** The largest number on the icon. */
const MOST = 99;

/** The badge on the icon: nothing for 0, the total up to 99, a mark for more, or – when no count is known. */
export type Badge = "unknown" | `${number}` | "99plus";
export const BADGES: readonly Badge[] = [
  "unknown",
  ...Array.from({ length: MOST + 1 }, (_, total): Badge => `${total}`),
  "99plus",
];

/** `stale` has priority over `paused`: a possibly wrong number, even of one service, matters more than silence. */
export const TRAY_MODES = ["fresh", "stale", "paused"] as const;
export type TrayMode = (typeof TRAY_MODES)[number];

/** One item of the tray menu. */
export type TrayMenuItem =
  | { readonly kind: "separator" }
  | { readonly kind: "text"; readonly label: string }
  | { readonly kind: "command"; readonly label: string; readonly command: Command }
  | { readonly kind: "submenu"; readonly label: string; readonly items: readonly TrayMenuItem[] };

/** The whole tray. Equal views draw the same tray, so an unchanged view is not drawn again. */
export interface TrayView {
  readonly badge: Badge;
  readonly mode: TrayMode;
  readonly tooltip: string;
  /** The tooltip for Windows, which limits its length. */
  readonly shortTooltip: string;
  readonly menu: readonly TrayMenuItem[];
}

/** Limits of the menu and the tooltip, because a menu must fit on a screen. The board shows every service. */
const MAX_MENU_SERVICES = 30;
const MAX_TOOLTIP_SERVICES = 12;

/** @param now milliseconds since the Unix epoch */
export function trayView(situation: Situation, now: number): TrayView {
  const { language, connection, pausedUntil, update } = situation;
  const words = wordsIn(language);
  const services = servicesInOrder(situation, now);
  const tally = tallyOf(services);
  const isFresh = connection.kind === "fresh";
  const { lastContact } = connection;
  const total = totalView(tally, isFresh, language, words);
  const asOf =
    lastContact === null
      ? words.counts.neverConnected
      : words.counts.asOf(momentText(situation, lastContact, now));
  const status = statusView(connection, tally.unsure, words);
  const state = status.kind === "fresh" ? asOf : `${status.text} · ${asOf}`;
  const waiting = services.filter(({ count = 0 }) => count > 0);
  const paused = pausedUntil === null ? [] : [words.pause.until(nearText(situation, pausedUntil, now))];
  const shown = services.length > MAX_MENU_SERVICES ? waiting : services;
  const countOf = (service: (typeof services)[number]): string =>
    countInLine(language, service, isFresh, words);

  const tooltip: TooltipLines = {
    total: `${words.app.name} — ${total.text}`,
    state: [state, ...paused],
    services: waiting.map((service) => `${service.name} ${countOf(service)}`),
    more: words.notice.digestMore,
  };

  return {
    badge: badgeOf(total.kind === "unknown" ? undefined : tally.sum),
    mode: status.kind !== "fresh" ? "stale" : pausedUntil !== null ? "paused" : "fresh",
    tooltip: tooltipText(tooltip, MAX_TOOLTIP_SERVICES),
    shortTooltip: shortTooltipText(tooltip),
    menu: [
      { kind: "text", label: total.text },
      // No "as of" while fresh: it would replace the menu every minute, which wakes the panel and closes an open menu.
      { kind: "text", label: isFresh ? status.text : state },
      ...(status.account === undefined
        ? []
        : [{ kind: "command", label: status.account, command: { kind: "open-account" } } as const]),
      ...(update === null
        ? []
        : [
            {
              kind: "command",
              label: `${words.update.installed(update)} · ${words.update.restart}`,
              command: { kind: "restart" },
            } as const,
          ]),
      { kind: "separator" },
      ...shown.slice(0, MAX_MENU_SERVICES).map((service): TrayMenuItem => {
        const label = `${service.name}  ${countOf(service)}`;
        return service.link === undefined
          ? { kind: "text", label }
          : { kind: "command", label, command: { kind: "open-service", service: service.service.id } };
      }),
      ...(shown.length > 0 ? [{ kind: "separator" } as const] : []),
      { kind: "command", label: words.tray.openBoard, command: { kind: "open-board" } },
      pausedUntil === null
        ? {
            kind: "submenu",
            label: words.pause.menu,
            items: PAUSE_CHOICES.map((choice) => ({
              kind: "command",
              label: words.pause.choices[choice],
              command: { kind: "pause", choice },
            })),
          }
        : {
            kind: "command",
            label: words.pause.resumeMenu(nearText(situation, pausedUntil, now)),
            command: { kind: "resume" },
          },
      { kind: "command", label: words.tray.settings, command: { kind: "open-settings" } },
      { kind: "separator" },
      { kind: "command", label: words.tray.quit, command: { kind: "quit" } },
    ],
  };
}

function badgeOf(sum: number | undefined): Badge {
  if (sum === undefined) return "unknown";
  return sum > MOST ? "99plus" : `${sum}`;
}
