import type { NoticeView } from "../../view/notice.ts";

/**
 * So many notifications can be clicked, also after they are closed: some servers tell of the closing before the click
 * that closed it, and some show again what is in their list. Servers give no id twice.
 */
const MAX_REMEMBERED = 100;

/** The newest notification of a tag. */
export interface Standing {
  readonly id: number;
  /** Else it is in the desktop's own list: it can be taken away there, but not replaced. */
  readonly isOnScreen: boolean;
}

/** What one notification server has taken of us, by its ids. */
export class ShownNotices {
  /** Of those that can be taken away. */
  readonly #standing = new Map<string, Standing>();
  /** Of those that can be clicked, oldest first. */
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

  /** @returns the id of the tag's earlier notification, when it stands beside this one and has to go */
  add(notice: NoticeView, id: number): number | undefined {
    const before = this.#standing.get(notice.tag);
    this.#standing.set(notice.tag, { id, isOnScreen: true });
    this.#notices.delete(id); // to be the last
    this.#notices.set(id, notice);
    for (const oldest of this.#notices.keys()) {
      if (this.#notices.size <= MAX_REMEMBERED) break;
      this.#notices.delete(oldest);
    }
    return before?.id === id ? undefined : before?.id;
  }

  /** The tag's notification is to be taken away. @returns its id */
  remove(tag: string): number | undefined {
    const standing = this.#standing.get(tag);
    this.#standing.delete(tag);
    return standing?.id;
  }

  /**
   * @param isInList gone from the screen by itself, and perhaps still in the desktop's own list
   * @returns the tag of which nothing is on the screen any more
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
