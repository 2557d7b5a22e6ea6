import type { Language } from "../../main/contract/catalog.ts";
import type { PortalBoard } from "../../main/view/portal-board.ts";

/** What the page learns of the server. */
export interface StreamListener {
  board(board: PortalBoard): void;
  asOf(text: string): void;
  /** Nothing is heard; it is tried again. */
  lost(): void;
  /** The server gives this page no board. @param reason such as `not-signed-on`; `away` without an answer */
  refused(reason: string): void;
}

/** Milliseconds without a sign of life. The server gives one every 20 s. */
const STILL_MS = 50_000;
/** Milliseconds until a refused page asks again, at least. */
const AGAIN_MS = 30_000;

/** Follows the person's board. @returns the undo */
export function follow(server: string, language: Language, listener: StreamListener): () => void {
  const path = (name: string): string => `${server}${name}?lang=${language}`;
  let source: EventSource | undefined;
  let timer: number | undefined;
  let isOver = false;
  const wait = (ms: number, then: () => void): void => {
    clearTimeout(timer);
    if (!isOver) timer = window.setTimeout(then, ms);
  };
  const open = (): void => {
    source?.close();
    source = new EventSource(path("/v1/board/events"), { withCredentials: true });
    const on = (name: string, hear: (data: unknown) => void): void =>
      source?.addEventListener(name, (event) => {
        wait(STILL_MS, still);
        hear(JSON.parse((event as MessageEvent<string>).data));
      });
    on("board", (board) => listener.board(board as PortalBoard));
    on("alive", (text) => listener.asOf(String(text)));
    source.addEventListener("error", () => {
      listener.lost();
      // The browser tries again, unless it was refused.
      if (source?.readyState === EventSource.CLOSED) void askWhy();
      else wait(STILL_MS, still);
    });
    wait(STILL_MS, still);
  };
  const still = (): void => {
    listener.lost();
    open();
  };
  /** An event stream does not say why it was refused. */
  const askWhy = async (): Promise<void> => {
    const answer = await fetch(path("/v1/board"), { credentials: "include" }).catch(() => undefined);
    const problem = answer?.ok === false ? await answer.json().catch(() => undefined) : undefined;
    if (isOver) return;
    const type = String((problem as { type?: unknown } | undefined)?.type ?? "urn:alrimi:away");
    // A person who may see the board, but whose stream was refused, has too many of them.
    listener.refused(answer?.ok === true ? "too-many-streams" : type.replace("urn:alrimi:", ""));
    wait(AGAIN_MS * (1 + Math.random()), open);
  };
  open();
  return () => {
    isOver = true;
    clearTimeout(timer);
    source?.close();
  };
}
