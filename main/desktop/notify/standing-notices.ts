import * as v from "valibot";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, reasonOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import type { Log } from "../log/log.ts";

const MAX_FILE_BYTES = 64 * 1024;

const StandingNotices = v.object({
  version: v.literal(1),
  /** Id of the bus. The same name on another bus is another server. */
  bus: v.string(),
  /** Bus name of the server (`:1.7`). */
  server: v.string(),
  /** Ids of this app's notifications that the server still holds. */
  ids: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.maxLength(1_000)),
});

/** Notifications of this app that one server still holds. */
export type StandingNotices = Omit<v.InferOutput<typeof StandingNotices>, "version">;

/** Saves which notifications stand, so that a start after a crash can remove them. */
export interface StandingMemory {
  /** Undefined when nothing is saved, or the file cannot be read. */
  read(): StandingNotices | undefined;
  write(standing: StandingNotices): void;
}

/**
 * Opens the memory. If its file is lost, a notification may stay on the screen.
 * @param file path of a JSON file that only its owner may read
 */
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
