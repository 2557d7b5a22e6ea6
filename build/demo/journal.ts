import type { Language } from "../../main/contract/catalog.ts";
import { nameIn } from "../../main/contract/catalog.ts";
import { unreachable } from "../../main/contract/result.ts";
import type { Happening } from "./desk.ts";
import type { JournalEntry } from "./pages.ts";
import type { DemoSystem } from "./services.ts";
import { wordsIn } from "./words.ts";

/** Maximum number of entries on the control page. */
const KEPT = 200;

/** Events of the demo, printed to the terminal and kept for the control page. */
export class Journal {
  readonly #print: (line: string) => void;
  #entries: readonly JournalEntry[] = [];

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Newest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  tell(text: string): void {
    const at = Date.now();
    this.#entries = [{ at, text }, ...this.#entries].slice(0, KEPT);
    this.#print(`${new Date(at).toTimeString().slice(0, 8)}  ${text}`);
  }
}

/** One line about an event of a service. */
export function describe(language: Language, service: DemoSystem, happening: Happening): string {
  const text = wordsIn(language);
  const name = nameIn(language, service);
  switch (happening.kind) {
    case "requested": {
      const { item, count } = happening;
      return text.requested(name, item.requester[language], item.title[language], count);
    }
    case "decided": {
      const { item, decision, count } = happening;
      return text.decided(name, decision, item.title[language], count);
    }
    case "published":
      return text.published(name, happening.event.count, String(happening.event.sequence));
    case "outcome":
      return text.outcome(name, happening.outcome);
    case "faulty":
      return text.faulty(name, happening.fault, String(happening.event.sequence));
    case "fault-not-sent":
      return text.faultNotSent(name, happening.detail);
    case "waiting":
      return text.waiting(name, happening.detail);
    default:
      return unreachable(happening);
  }
}
