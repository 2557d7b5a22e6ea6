import * as v from "valibot";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, reasonOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import type { Log } from "../log/log.ts";

const MAX_FILE_BYTES = 64 * 1024;

const StandingNotices = v.object({
  version: v.literal(1),
  /** The bus's own id: names on another bus mean somebody else. */
  bus: v.string(),
  /** The server's name on it (`:1.7`). */
  server: v.string(),
  /** Notifications of this app that the server still holds. */
  ids: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.maxLength(1_000)),
});
export type StandingNotices = Omit<v.InferOutput<typeof StandingNotices>, "version">;

/** Remembers which notifications stand, so that a start after a crash can take them away. */
export interface StandingMemory {
  /** Undefined when there are none, or nobody can tell. */
  read(): StandingNotices | undefined;
  write(standing: StandingNotices): void;
}

/** @param file JSON, for its owner alone; a loss of it costs a notification that does not go by itself */
export function openStandingMemory(file: string, log: Pick<Log, "warn">): StandingMemory {
  let written: string | undefined;
  return {
    read() {
      try {
        const parsed = v.safeParse(StandingNotices, JSON.parse(readOwnFile(file, MAX_FILE_BYTES).toString()));
        if (parsed.success) return parsed.output;
        log.warn("standing notifications: the file is not understood");
      } catch (error) {
        if (codeOf(error) !== "ENOENT") log.warn(`standing notifications not read: ${reasonOf(error)}`);
      }
      return undefined;
    },
    write({ bus, server, ids }) {
      const text = JSON.stringify({ version: 1, bus, server, ids });
      if (text === written) return;
      written = text;
      try {
        replaceOwnFile(file, text);
      } catch (error) {
        log.warn(`standing notifications not saved: ${reasonOf(error)}`);
      }
    },
  };
}
