import { selectAll } from "css-select";
import { DomHandler, DomUtils, Parser } from "htmlparser2";
import { accept, type Result, refuse } from "../../contract/result.ts";

const MOST_ELEMENTS = 20_000;
/** Elements inside one another. Chromium draws no more, either. */
const MOST_NESTED = 512;
/** Nodes that the selectors visit. `:nth-child`, `~` and `:contains` visit the same nodes again for each element. */
const MOST_VISITS = 2_000_000;

/** What a page says. */
export interface Found {
  readonly asksPassword: boolean;
  /** How many elements the selector matches. */
  readonly matches: number;
  /** The text of the element; empty if there is not exactly one. */
  readonly text: string;
}

/** A limit is exceeded. Its message quotes nothing of the page. */
class TooCostly extends Error {}

/**
 * Looks for a CSS selector's elements in a page. The time grows with the page's size and no faster, whatever the page
 * contains: it is the text of a foreign program, and the server does nothing else meanwhile. Never throws.
 */
export function findIn(page: string, selector: string): Result<Found, "unreadable"> {
  try {
    const handler = new LimitedHandler();
    new Parser(handler).end(page);
    const adapter = limitedVisits();
    const select = (wanted: string) => selectAll(wanted, handler.root, { adapter });
    const asksPassword = select('input[type="password"]').length > 0;
    const found = select(selector);
    const text = found.length === 1 ? DomUtils.textContent(found) : "";
    return accept({ asksPassword, matches: found.length, text });
  } catch (error) {
    const detail = error instanceof TooCostly ? error.message : `the page cannot be searched for ${selector}`;
    return refuse("unreadable", detail);
  }
}

/** Ends the parsing of a page that costs too much. */
class LimitedHandler extends DomHandler {
  #elements = 0;

  override onopentag(name: string, attributes: Record<string, string>): void {
    super.onopentag(name, attributes);
    this.#elements += 1;
    if (this.#elements > MOST_ELEMENTS) throw new TooCostly(`the page has over ${MOST_ELEMENTS} elements`);
    if (this.tagStack.length > MOST_NESTED + 1) {
      throw new TooCostly(`the page has over ${MOST_NESTED} elements inside one another`);
    }
  }
}

/** How `css-select` goes through a page. It asks `isTag` at each step of a loop over nodes, and `getText` for `:contains`. */
function limitedVisits() {
  let visits = 0;
  const visit = (): void => {
    visits += 1;
    if (visits > MOST_VISITS) throw new TooCostly(`the selector visits over ${MOST_VISITS} nodes`);
  };
  return {
    ...DomUtils,
    isTag(node: Parameters<typeof DomUtils.isTag>[0]) {
      visit();
      return DomUtils.isTag(node);
    },
    getText(node: Parameters<typeof DomUtils.getText>[0]) {
      let text = "";
      const add: Parameters<typeof DomUtils.filter>[0] = (each) => {
        visit();
        if (DomUtils.isText(each)) text += each.data;
        return false;
      };
      DomUtils.filter(add, node);
      return text;
    },
  };
}
