import type { Language } from "../../main/contract/catalog.ts";
import type { PortalBoard, PortalRow } from "../../main/view/portal-board.ts";
import { portalWordsIn } from "../../main/words/portal/index.ts";
import { keepOrder } from "../keep-order.ts";
import { cellOf, headOf, make, rowClass, type Shown } from "./draw.ts";
import { follow } from "./stream.ts";
import style from "./style.css?inline";

/** Milliseconds after which a hidden page leaves its stream. A browser has six connections to a server for all pages. */
const HIDDEN_MS = 60_000;

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

/**
 * The person's board in a page of the company: `<alrimi-board>`. Attributes: `lang` (`ko` or `en`; else that of the
 * page), `theme` (`light` or `dark`; else that of the system), `server` (else where this script is from).
 */
class AlrimiBoard extends HTMLElement {
  static readonly observedAttributes = ["lang", "server"];
  readonly #head = make("div", "");
  readonly #rows = make("ul", "");
  readonly #foldedRows = make("ul", "");
  readonly #foldedText = make("summary", "");
  readonly #folded = make("details", "", this.#foldedText, this.#foldedRows);
  readonly #said = make("p", "for-ears");
  readonly #drawn = new Map<string, { item: HTMLElement; content: string }>();
  #board: PortalBoard | undefined;
  #asOf = "";
  #isLost = false;
  #leave: (() => void) | undefined;
  #hiddenTimer: number | undefined;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    this.#said.setAttribute("aria-live", "polite");
    this.#folded.hidden = true;
    shadow.append(this.#head, this.#rows, this.#folded, this.#said);
  }

  connectedCallback(): void {
    if (!this.hasAttribute("role")) this.setAttribute("role", "region");
    document.addEventListener("visibilitychange", this.#seen);
    this.#follow();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#seen);
    clearTimeout(this.#hiddenTimer);
    this.#stop();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#follow();
  }

  get #language(): Language {
    const given = this.lang || this.closest("[lang]")?.getAttribute("lang") || navigator.language;
    return /^en\b/i.test(given) ? "en" : "ko";
  }

  #follow(): void {
    this.#stop();
    const language = this.#language;
    const words = portalWordsIn(language);
    const server = this.getAttribute("server") ?? new URL(import.meta.url).origin;
    this.setAttribute("aria-label", words.name);
    if (this.#board === undefined) this.#tell(words.loading);
    this.#leave = follow(server, language, {
      board: (board) => {
        this.#announce(this.#board, board);
        this.#board = board;
        this.#isLost = false;
        this.#draw();
      },
      asOf: (text) => {
        this.#asOf = text;
        this.#isLost = false;
        this.#draw();
      },
      lost: () => {
        this.#isLost = true;
        this.#draw();
      },
      refused: (reason) => this.#refused(reason, server),
    });
  }

  #stop(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  readonly #seen = (): void => {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) this.#hiddenTimer = window.setTimeout(() => this.#stop(), HIDDEN_MS);
    else if (this.#leave === undefined) {
      this.#isLost = this.#board !== undefined;
      this.#draw();
      this.#follow();
    }
  };

  #refused(reason: string, server: string): void {
    const words = portalWordsIn(this.#language);
    const texts: Readonly<Record<string, string>> = {
      "person-unknown": words.unknownPerson,
      "other-origin": words.otherOrigin,
      "too-many-streams": words.tooManyPages,
    };
    if (reason === "not-signed-on") {
      const link = make("a", "sign-in", words.signIn);
      link.href = `${server}/v1/sign-on?return=${encodeURIComponent(location.href)}`;
      link.target = "_top";
      this.#forget(link);
    } else if (texts[reason] !== undefined) this.#forget(texts[reason]);
    // What is known stays, as old.
    else if (this.#board === undefined) this.#tell(words.away);
  }

  /** The person may not see, or no longer see, a board. */
  #forget(instead: Node | string): void {
    this.#board = undefined;
    this.#drawn.clear();
    this.#rows.replaceChildren();
    this.#foldedRows.replaceChildren();
    this.#folded.hidden = true;
    this.#tell(instead);
  }

  #tell(text: Node | string): void {
    this.#head.replaceChildren(make("div", "head", make("p", "status", text)));
  }

  /** What a screen reader says: the total, when it is another one. */
  #announce(before: PortalBoard | undefined, { total }: PortalBoard): void {
    if (before !== undefined && before.total.text !== total.text) this.#said.textContent = total.text;
  }

  #draw(): void {
    const board = this.#board;
    if (board === undefined) return;
    const shown: Shown = { board, asOf: this.#asOf, isLost: this.#isLost };
    this.#head.replaceChildren(headOf(shown));
    const { services, quiet, unheard, empty } = board;
    // A link must not move away under the pointer or the focus.
    const isAttended = this.matches(":hover, :focus-within");
    const rows = isAttended ? this.#steady(services) : services;
    const isFolded = ({ certainty }: PortalRow): boolean =>
      certainty === "unheard" || (quiet !== undefined && !this.#isLost);
    for (const [id, { item }] of this.#drawn) {
      if (services.some((row) => row.id === id)) continue;
      item.remove();
      this.#drawn.delete(id);
    }
    this.#place(
      this.#rows,
      rows.filter((row) => !isFolded(row)),
      shown,
    );
    const folded = rows.filter(isFolded);
    this.#place(this.#foldedRows, folded, shown);
    this.#folded.hidden = folded.length === 0;
    this.#foldedText.textContent = (this.#isLost ? undefined : quiet) ?? unheard ?? "";
    if (empty !== undefined) this.#tell(empty);
  }

  #steady(services: readonly PortalRow[]): readonly PortalRow[] {
    const rows = services.map((row) => ({ service: row.id, row }));
    return keepOrder([...this.#drawn.keys()], rows).map(({ row }) => row);
  }

  /** Changes only what is another one, so that the focus stays. */
  #place(list: HTMLElement, rows: readonly PortalRow[], shown: Shown): void {
    for (const [index, row] of rows.entries()) {
      const content = JSON.stringify([row, shown.isLost]);
      const known = this.#drawn.get(row.id);
      const item = known?.item ?? make("li", "");
      if (known?.content !== content) this.#fill(item, row, shown);
      this.#drawn.delete(row.id); // the map has the drawn order
      this.#drawn.set(row.id, { item, content });
      const there = list.children[index] ?? null;
      if (there !== item) list.insertBefore(item, there);
    }
  }

  #fill(item: HTMLElement, row: PortalRow, shown: Shown): void {
    item.className = rowClass(row, shown.isLost);
    const cell = cellOf(row, shown);
    const before = item.firstElementChild;
    // Only its content is another one, so that a link keeps the focus.
    if (before instanceof HTMLAnchorElement && cell instanceof HTMLAnchorElement) {
      before.replaceChildren(...cell.childNodes);
      before.href = cell.href;
      before.title = cell.title;
    } else item.replaceChildren(cell);
  }
}

if (customElements.get("alrimi-board") === undefined) customElements.define("alrimi-board", AlrimiBoard);
