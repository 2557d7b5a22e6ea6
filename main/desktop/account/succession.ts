import type { Log } from "../log/log.ts";

/** The session of the account that the app is for, and how another one takes its place. */
export interface Succession<Session> {
  /** The one that runs; while it ends still that one. Undefined before the first. */
  readonly current: Session | undefined;
  /** The first one begins, unless the app has ended. */
  begin(): void;
  /** The account has changed: the session ends, and the next begins by what holds then. Whether one has begun. */
  change(): Promise<boolean>;
  /** The app ends, and no other session begins. */
  end(): Promise<void>;
}

/**
 * One session at a time. Ending one takes a while (its connection says good-bye), and whoever saves another account in
 * that time is taken along: the next session begins afterwards and reads what was saved last.
 * @param open a session by what is saved now
 * @param begun told of each, once it is the current one
 */
export function createSuccession<Session extends { close(): Promise<void> }>(
  open: () => Session,
  begun: (session: Session) => void,
  log: Pick<Log, "error">,
): Succession<Session> {
  let current: Session | undefined;
  let isChanging = false;
  let hasEnded = false;

  function begin(): void {
    if (hasEnded) return;
    current = open();
    begun(current);
  }

  async function closed(): Promise<void> {
    try {
      await current?.close();
    } catch (error) {
      log.error(`session not closed: ${String(error)}`); // the next one has to begin all the same
    }
  }

  return {
    get current() {
      return current;
    },
    begin,
    async change() {
      if (isChanging) return false;
      isChanging = true;
      await closed();
      isChanging = false;
      if (hasEnded) return false;
      begin();
      return true;
    },
    end() {
      hasEnded = true;
      return closed();
    },
  };
}
