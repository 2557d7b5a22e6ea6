import type { Presence } from "../../core/attention/attention.ts";
import type { Command } from "../../core/command.ts";
import type { Problem } from "../../core/problem.ts";
import type { Update } from "../../core/update.ts";
import type { Log } from "../log/log.ts";
import { earlyCommands } from "./early-commands.ts";
import type { Hub } from "./hub.ts";

/** The calls that adapters make to a session. */
export interface Called {
  readonly hub: Pick<
    Hub,
    | "command"
    | "tell"
    | "untell"
    | "presenceChanged"
    | "noticeClosed"
    | "clockChanged"
    | "offer"
    | "refreshBoard"
  >;
  check(): void;
}

/**
 * Forwards calls from the adapters to the running session. The adapters are created before the first session and
 * outlive every session.
 */
export interface CurrentSession<Session extends Called = Called> {
  /** Before the first session, the last command is kept for it. */
  command(command: Command): void;
  /** Shows a problem in every session until {@link untell}. */
  tell(problem: Problem): void;
  untell(key: Problem["key"]): void;
  presenceChanged(presence: Presence): void;
  /** Offers a restart in every session until another call. */
  offer(update: Update | null): void;
  noticeClosed(tag: string, isDismissed: boolean): void;
  clockChanged(): void;
  /** Checks the connection after a wake-up or a network change. */
  check(): void;
  refreshBoard(): void;
  /** @throws when no session has begun */
  get(): Session;
  /** Makes this session the current one. */
  begun(session: Session): void;
}

/** @param log logs dropped calls */
export function createCurrentSession<Session extends Called>(
  log: Pick<Log, "info">,
): CurrentSession<Session> {
  let current: Session | undefined;
  let presence: Presence | undefined;
  let offered: Update | null = null;
  const problems = new Map<Problem["key"], Problem>();
  const commands = earlyCommands(({ kind }) =>
    log.info(`${kind} dropped: a later command came before there is a session`),
  );

  /** Drops a call before the first session. The session reads this state itself when it begins. */
  const now = (call: string, act: (session: Session) => void): void => {
    if (current === undefined) log.info(`${call} ignored: there is no session yet`);
    else act(current);
  };
  const get = (): Session => {
    if (current === undefined) throw new Error("there is no session yet");
    return current;
  };

  return {
    command: commands.tell,
    tell(problem) {
      problems.set(problem.key, problem);
      current?.hub.tell(problem);
    },
    untell(key) {
      if (problems.delete(key)) current?.hub.untell(key);
    },
    presenceChanged(changed) {
      presence = changed;
      current?.hub.presenceChanged(changed);
    },
    offer(update) {
      offered = update;
      current?.hub.offer(update);
    },
    noticeClosed: (tag, isDismissed) =>
      now(`closed notice ${tag}`, ({ hub }) => hub.noticeClosed(tag, isDismissed)),
    clockChanged: () => now("changed clock", ({ hub }) => hub.clockChanged()),
    check: () => now("check", (session) => session.check()),
    refreshBoard: () => now("refresh of the board", ({ hub }) => hub.refreshBoard()),
    get,
    begun(session) {
      const isFirst = current === undefined;
      current = session;
      for (const problem of problems.values()) session.hub.tell(problem);
      if (presence !== undefined) session.hub.presenceChanged(presence);
      if (offered !== null) session.hub.offer(offered);
      if (isFirst) commands.listen((command) => get().hub.command(command));
    },
  };
}
