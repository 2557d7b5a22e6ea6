import type { Effect } from "../../core/knowledge/effect.ts";
import type { KnowledgeInput } from "../../core/knowledge/knowledge.ts";
import type { HubPorts } from "./hub-ports.ts";

/** Effects that the hub carries out itself. */
type HubEffect = Extract<
  Effect,
  {
    kind:
      | "draw"
      | "save"
      | "wake"
      | "tell"
      | "tell-outage"
      | "rewrite"
      | "problem"
      | "problem-over"
      | "refused"
      | "found";
  }
>;

type Handlers<E extends { readonly kind: string }> = {
  readonly [Kind in E["kind"]]: (effect: Extract<E, { kind: Kind }>) => void;
};

/**
 * Returns a function that carries out effects.
 * @param own handlers of the hub's own effects
 * @param answer receives the inputs that result from an effect
 */
export function carrier(
  ports: HubPorts,
  own: Handlers<HubEffect>,
  answer: (input: KnowledgeInput) => void,
): (effect: Effect) => void {
  const { log, notifier, board, settings, account, preferences, links, restart, quit } = ports;
  const handlers: Handlers<Effect> = {
    ...own,
    log: ({ level, line }) => log[level](line),
    withdraw: ({ tag }) => notifier.withdraw(tag),
    "withdraw-all": () => notifier.withdrawAll(),
    "open-page": ({ link, service, event }) =>
      void links.open(link).then((isOpen) => answer({ kind: "page-opened", isOpen, service, event })),
    "open-link": ({ link }) => void links.open(link),
    "open-board": () => board.open(),
    "close-board": () => board.close(),
    "keep-board": () => board.keep(),
    "toggle-board": ({ by }) => {
      if (board.toggle(by)) answer({ kind: "board-opened" });
    },
    "open-settings": ({ page }) => settings.open(page),
    "open-account": () => account.open(),
    prefer: ({ some }) => preferences.change(some),
    restart: () => restart(),
    quit: () => quit(),
  };
  return (effect) => (handlers[effect.kind] as (effect: Effect) => void)(effect);
}
