/** A connection's unique name (`:1.7`), or undefined when nobody owns the name in question. */
export type Owner = string | undefined;

/** What the bus itself says of a name. */
export interface NameSource {
  /** Asks the bus to tell of changes. Returns the undo. */
  follow(name: string): () => void;
  /** The owner as of now; `unanswered` when it may be asked again. It never rejects. */
  ask(name: string): Promise<Owner | "unanswered">;
}

/**
 * Who owns which well-known name, as the bus says. The bus sends everything in order: a change of owner arrives before
 * the first signal of the new owner. So the owner at a signal's arrival is known, or becomes known with the answer to the
 * question that is under way, or with the next change, which names the owner before it.
 */
export class NameOwners {
  readonly #source: NameSource;
  readonly #names = new Map<string, FollowedName>();

  constructor(source: NameSource) {
    this.#source = source;
  }

  /**
   * Follows a name.
   * @param listener told soon, and at every change
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

  /** Calls with the name's owner as of this moment: at once or, while the bus is being asked, later and in order. */
  whenKnown(name: string, judge: (owner: Owner) => void): void {
    this.#names.get(name)?.whenKnown(judge);
  }

  /** The bus says that the owner has changed. */
  changed(name: string, before: Owner, now: Owner): void {
    this.#names.get(name)?.changed(before, now);
  }

  /** The bus is gone, and with it everybody on it. */
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
    queueMicrotask(() => void ask()); // by then somebody follows it
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
        // A change meanwhile has told it more.
        if (this.#listeners.has(listener) && this.#known?.owner === owner) tell(owner);
      });
    }
    return () => this.#listeners.delete(listener);
  }

  whenKnown(judge: (owner: Owner) => void): void {
    if (this.#known === undefined) this.#waiting.push(judge);
    else judge(this.#known.owner);
  }

  /** An answer is older than any change that has been told of. */
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
