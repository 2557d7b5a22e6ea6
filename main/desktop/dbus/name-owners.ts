/** Unique name of a connection (`:1.7`), or undefined when the name has no owner. */
export type Owner = string | undefined;

/** Questions about a name that the bus answers. */
export interface NameSource {
  /** Subscribes to changes of the owner. Returns the undo. */
  follow(name: string): () => void;
  /** The current owner; `unanswered` when the question may be repeated. Never rejects. */
  ask(name: string): Promise<Owner | "unanswered">;
}

/**
 * Owners of well-known names, as the bus reports them. The bus sends everything in order: a change of owner arrives
 * before the first signal of the new owner. So the owner at the arrival of a signal is known, or becomes known with the
 * pending answer or with the next change, which names the previous owner.
 */
export class NameOwners {
  readonly #source: NameSource;
  readonly #names = new Map<string, FollowedName>();

  constructor(source: NameSource) {
    this.#source = source;
  }

  /**
   * Follows a name.
   * @param listener called soon, and at every change
   * @returns the undo
   */
  follow(name: string, listener?: (owner: Owner) => void): () => void {
    const followed = this.#names.get(name) ?? this.#begin(name);
    const leave = followed.join(listener);
    return () => {
      leave();
      if (!followed.isFollowed && this.#names.get(name) === followed) {
        this.#names.delete(name);
        followed.end();
      }
    };
  }

  /**
   * Calls back with the owner of the name at this moment. While the bus is being asked, the calls wait and keep their
   * order.
   */
  whenKnown(name: string, judge: (owner: Owner) => void): void {
    this.#names.get(name)?.whenKnown(judge);
  }

  /** Handles a change of owner that the bus announced. */
  changed(name: string, before: Owner, now: Owner): void {
    this.#names.get(name)?.changed(before, now);
  }

  /** Handles the end of the bus: no name has an owner any more. */
  gone(): void {
    for (const followed of this.#names.values()) followed.changed(undefined, undefined);
  }

  #begin(name: string): FollowedName {
    const followed = new FollowedName(this.#source.follow(name));
    this.#names.set(name, followed);
    const ask = async (): Promise<void> => {
      let answer: Owner | "unanswered" = "unanswered";
      while (answer === "unanswered" && followed.isFollowed) answer = await this.#source.ask(name);
      if (answer !== "unanswered") followed.answered(answer);
    };
    queueMicrotask(() => void ask()); // after the caller has joined
    return followed;
  }
}

class FollowedName {
  readonly end: () => void;
  readonly #listeners = new Set<{ readonly tell?: ((owner: Owner) => void) | undefined }>();
  #known: { readonly owner: Owner } | undefined;
  #waiting: ((owner: Owner) => void)[] = [];

  constructor(end: () => void) {
    this.end = end;
  }

  get isFollowed(): boolean {
    return this.#listeners.size > 0;
  }

  join(tell: ((owner: Owner) => void) | undefined): () => void {
    const listener = { tell };
    this.#listeners.add(listener);
    if (this.#known !== undefined && tell !== undefined) {
      const { owner } = this.#known;
      queueMicrotask(() => {
        // A later change has already been reported.
        if (this.#listeners.has(listener) && this.#known?.owner === owner) tell(owner);
      });
    }
    return () => this.#listeners.delete(listener);
  }

  whenKnown(judge: (owner: Owner) => void): void {
    if (this.#known === undefined) this.#waiting.push(judge);
    else judge(this.#known.owner);
  }

  /** An answer is older than every change that was reported. */
  answered(owner: Owner): void {
    if (this.#known !== undefined) return;
    this.#tell(owner);
    this.#judge(owner);
  }

  changed(before: Owner, now: Owner): void {
    if (this.#known === undefined) this.#judge(before);
    else if (this.#known.owner === now) return;
    this.#tell(now);
  }

  #tell(owner: Owner): void {
    this.#known = { owner };
    for (const { tell } of [...this.#listeners]) tell?.(owner);
  }

  #judge(owner: Owner): void {
    for (const judge of this.#waiting.splice(0)) judge(owner);
  }
}
