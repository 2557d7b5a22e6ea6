import type { Found } from "../../../main/core/feed/link.ts";
import type { Saved } from "../../../main/core/knowledge/saved.ts";
import {
  DEFAULT_PREFERENCES,
  type Preferences,
  type SomePreferences,
} from "../../../main/core/preferences/preferences.ts";
import { Hub } from "../../../main/desktop/app/hub.ts";
import type { BoardView } from "../../../main/view/board.ts";
import type { NoticeView } from "../../../main/view/notice.ts";
import type { TrayView } from "../../../main/view/tray.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { FakeClock } from "../fake-clock.ts";

export const catalog = {
  services: [
    { id: "hr-leave", name: { ko: "휴가·출장", en: "Leave" }, url: "https://hr.example.com/approvals" },
    { id: "finance-card", name: { ko: "법인카드" }, url: "javascript:alert(1)" },
  ],
};

/** The hub with ports that record their calls. */
export class App {
  readonly clock: FakeClock;
  readonly trays: TrayView[] = [];
  readonly boards: BoardView[] = [];
  readonly notices: NoticeView[] = [];
  readonly withdrawn: string[] = [];
  readonly opened: string[] = [];
  readonly log: string[] = [];
  readonly settingsOpened: unknown[] = [];
  readonly preferences: { effective: Preferences; change(some: SomePreferences): void };
  /** Whether the system can open links, now or as a promise. */
  opensLinks: boolean | Promise<boolean> = true;
  isBoardOpen = false;
  hasBoardFocus = false;
  isOnline = true;
  quits = 0;
  restarts = 0;
  putAside = 0;
  /** How often something was to be saved. */
  saves = 0;
  /** The last state that was saved at once. */
  savedAtOnce = "";
  #take: (() => Saved) | undefined;
  readonly hub: Hub;

  constructor(
    loaded?: unknown,
    options: {
      owner?: string | null;
      linkOrigins?: string[];
      clock?: FakeClock;
      preferences?: SomePreferences;
    } = {},
  ) {
    this.clock = options.clock ?? new FakeClock();
    this.preferences = {
      effective: {
        ...DEFAULT_PREFERENCES,
        onlyWorkingHours: false,
        morningDigest: false,
        remindAfter: null,
        ...options.preferences,
      },
      change: (some) => {
        this.preferences.effective = { ...this.preferences.effective, ...some };
        this.hub.preferencesChanged();
      },
    };
    const line = (text: string): void => void this.log.push(text);
    this.hub = new Hub(
      {
        clock: this.clock,
        log: { info: line, warn: line, error: line },
        store: {
          loaded,
          saveSoon: (take) => {
            this.#take = take;
            this.saves++;
          },
          saveNow: (take) => {
            this.#take = take;
            this.saves++;
            this.savedAtOnce = JSON.stringify(take());
          },
          flush: () => {},
          putAside: () => {
            this.putAside++;
          },
        },
        tray: { render: (view) => void this.trays.push(view) },
        board: {
          open: () => {
            this.isBoardOpen = true;
          },
          close: () => {
            this.isBoardOpen = false;
          },
          keep() {},
          toggle: () => {
            this.isBoardOpen = !this.isBoardOpen;
            return this.isBoardOpen;
          },
          isOpen: () => this.isBoardOpen,
          isWatched: () => this.isBoardOpen && this.hasBoardFocus,
          render: (view) => void this.boards.push(view),
        },
        settings: { open: (page) => void this.settingsOpened.push(page), refresh: () => {} },
        account: { open: () => {} },
        preferences: this.preferences,
        notifier: {
          show: (notice) => void this.notices.push(notice),
          withdraw: (tag) => void this.withdrawn.push(tag),
          withdrawAll: () => void this.withdrawn.push("all"),
        },
        links: {
          open: async (url) => {
            this.opened.push(url);
            return this.opensLinks;
          },
        },
        isOnline: () => this.isOnline,
        restart: () => {
          this.restarts++;
        },
        quit: () => {
          this.quits++;
        },
      },
      {
        user: "hong.gd",
        owner: options.owner === undefined ? "o" : options.owner,
        systemLanguage: "ko",
        linkOrigins: options.linkOrigins ?? [],
        version: "0.1.0",
      },
    );
  }

  get tray(): TrayView {
    const view = this.trays.at(-1);
    if (view === undefined) throw new Error("nothing was drawn");
    return view;
  }

  event(
    fields: Record<string, unknown>,
    subject = `approvals.hong%2Egd.${fields["service"] ?? "hr-leave"}`,
  ): void {
    this.hub.receive(subject, bytesOf(wireOf(fields)));
  }

  /** A reading of the service finds these fields, or no event without fields. @returns whether to read again */
  read(fields?: Record<string, unknown>): boolean {
    return this.find(fields === undefined ? undefined : bytesOf(wireOf(fields))) === "older";
  }

  /** The same with any bytes, or none. @returns the answer to the feed */
  find(payload: Uint8Array | undefined): Found {
    const origin = "approvals.hong%2Egd.hr-leave";
    return this.hub.receiveRetained(
      "hr-leave",
      payload === undefined ? { kind: "none" } : { kind: "message", origin, payload },
    );
  }

  /** The present board. */
  get board(): BoardView {
    this.hub.refreshBoard();
    const view = this.boards.at(-1);
    if (view === undefined) throw new Error("nothing was drawn");
    return view;
  }

  async connect(): Promise<void> {
    this.hub.receiveCatalog(bytesOf(catalog));
    this.hub.signal({ kind: "connected" });
    this.hub.signal({ kind: "synced" });
    await this.clock.pass(5_000);
  }

  save(): unknown {
    return JSON.parse(JSON.stringify(this.#take?.()));
  }
}
