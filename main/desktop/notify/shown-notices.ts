import type { NoticeView } from "../../view/notice.ts";

/**
 * Number of notifications whose clicks are accepted, also after they are closed: some servers report the closing before
 * the click that caused it, and some show their list again. Servers never reuse an id.
 */
const MAX_REMEMBERED = 100;

/** The latest notification of a tag. */
export interface Standing {
  readonly id: number;
  /** Otherwise it is in the desktop's list, where it can be removed but not replaced. */
  readonly isOnScreen: boolean;
}

/** Notifications that one server has accepted, by its ids. */
export class ShownNotices {
  /** Notifications that can be removed, by tag. */
  readonly #standing = new Map<string, Standing>();
  /** Notifications that can be clicked, oldest first. */
  readonly #notices = new Map<number, NoticeView>();

  get tags(): readonly string[] {
    return [...this.#standing.keys()];
  }

  get ids(): number[] {
    return [...this.#standing.values()].map(({ id }) => id);
  }

  standing(tag: string): Standing | undefined {
    return this.#standing.get(tag);
  }

  noticeOf(id: number): NoticeView | undefined {
    return this.#notices.get(id);
  }

  /** @returns the id of the tag's earlier notification, if it was not replaced and must be closed */
  add(notice: NoticeView, id: number): number | undefined {
    const before = this.#standing.get(notice.tag);
    this.#standing.set(notice.tag, { id, isOnScreen: true });
    this.#notices.delete(id); // moves it to the end
    this.#notices.set(id, notice);
    for (const oldest of this.#notices.keys()) {
      if (this.#notices.size <= MAX_REMEMBERED) break;
      this.#notices.delete(oldest);
    }
    return before?.id === id ? undefined : before?.id;
  }

  /**
   * Forgets the tag's notification.
   * @returns its id
   */
  remove(tag: string): number | undefined {
    const standing = this.#standing.get(tag);
    this.#standing.delete(tag);
    return standing?.id;
  }

  /**
   * @param isInList the notification expired and may still be in the desktop's list
   * @returns its tag, if it was on the screen
   */
  closed(id: number, isInList: boolean): string | undefined {
    const [tag, standing] = [...this.#standing].find(([, each]) => each.id === id) ?? [];
    if (tag === undefined || standing === undefined) return undefined;
    if (isInList) this.#standing.set(tag, { id, isOnScreen: false });
    else this.#standing.delete(tag);
    return standing.isOnScreen ? tag : undefined;
  }

  clear(): void {
    this.#standing.clear();
    this.#notices.clear();
  }
}
