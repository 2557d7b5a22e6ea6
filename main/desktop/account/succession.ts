import type { Log } from "../log/log.ts";

/** Replaces the session when the account changes. */
export interface Succession<Session> {
  /** The running session, also while it ends. Undefined before the first one. */
  readonly current: Session | undefined;
  /** Begins the first session, unless the app has ended. */
  begin(): void;
  /**
   * Ends the session and begins the next one with the current settings.
   * @returns whether a session has begun
   */
  change(): Promise<boolean>;
  /** Ends the session. No other one begins afterwards. */
  end(): Promise<void>;
}

export interface Closable {
  /** @param isReplaced whether another session follows */
  close(isReplaced: boolean): Promise<void>;
}

/**
 * Runs one session at a time. Ending a session takes a while, because its connection has to be closed. An account that
 * is saved meanwhile is included: the next session begins afterwards and reads the latest settings.
 * @param open opens a session with the current settings
 * @param begun called with each new session when it is the current one
 */
export function createSuccession<Session extends Closable>(
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

  async function closed(isReplaced: boolean): Promise<void> {
    try {
      await current?.close(isReplaced);
    } catch (error) {
      log.error(`session not closed: ${String(error)}`); // the next session must begin anyway
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
      await closed(true);
      isChanging = false;
      if (hasEnded) return false;
      begin();
      return true;
    },
    end() {
      hasEnded = true;
      return closed(false);
    },
  };
}
