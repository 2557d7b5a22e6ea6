import type { NoticeView } from "../../core/view/notice.ts";

/** Clicks on notifications that have left the screen for the desktop's own list are understood; so many of them. */
const MAX_REMEMBERED = 100;

/** What one notification server has taken of us, by its ids. */
export class ShownNotices {
  /** Of those that can be replaced or taken away. */
  readonly #ids = new Map<string, number>();
  /** Of those that can still be clicked, oldest first. */
  readonly #notices = new Map<number, NoticeView>();

  get tags(): readonly string[] {
    return [...this.#ids.keys()];
  }

  idOf(tag: string): number | undefined {
    return this.#ids.get(tag);
  }

  noticeOf(id: number): NoticeView | undefined {
    return this.#notices.get(id);
  }

  add(notice: NoticeView, id: number): void {
    this.remove(notice.tag);
    this.#notices.delete(id); // to be the last
    this.#ids.set(notice.tag, id);
    this.#notices.set(id, notice);
    for (const oldest of this.#notices.keys()) {
      if (this.#notices.size <= MAX_REMEMBERED) break;
      this.#notices.delete(oldest);
    }
  }

  remove(tag: string): void {
    const id = this.#ids.get(tag);
    if (id === undefined) return;
    this.#ids.delete(tag);
    this.#notices.delete(id);
  }

  /**
   * @param isInList gone from the screen by itself, and perhaps still in the desktop's own list
   * @returns the tag of which nothing is on the screen any more
   */
  closed(id: number, isInList: boolean): string | undefined {
    const notice = this.#notices.get(id);
    if (notice === undefined) return undefined;
    if (!isInList) this.#notices.delete(id);
    if (this.#ids.get(notice.tag) !== id) return undefined;
    this.#ids.delete(notice.tag);
    return notice.tag;
  }

  clear(): void {
    this.#ids.clear();
    this.#notices.clear();
  }
}
