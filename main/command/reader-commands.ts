import type { Command } from "commander";
import { ageingReport, withEvents } from "../admin/readers/ageing.ts";
import { readAgeing, writeAgeing } from "../admin/readers/ageing-file.ts";
import { Archive } from "../admin/readers/archive.ts";
import { type ReadBatch, readNext } from "../admin/readers/reading.ts";
import { connectBroker } from "../nats/connect-broker.ts";
import { readerInbox } from "../nats/permissions.ts";
import { readerCommandWordsIn } from "../words/reader-command/index.ts";
import type { CommandContext } from "./command-context.ts";
import { brokerOptions, type CommonOptions, FileError, withCommonOptions } from "./command-options.ts";
import { endSignal } from "./end-signal.ts";
import { nameIn } from "./readers-commands.ts";

interface ReaderOptions extends CommonOptions {
  readonly name: string;
}

/** Adds `alrimi reader archive | ageing`: two examples of programs that read every kept event. */
export function addReaderCommands(program: Command, context: CommandContext): void {
  const words = readerCommandWordsIn(context.language);
  const { shared, env, tell } = context;
  const reader = program.command("reader").description(words.reader);
  const withLogin = (command: Command): Command =>
    withCommonOptions(command, shared).requiredOption("--name <name>", words.option.name);

  /** Takes what waits; with `follows` until a signal. @returns how many events it took */
  const readAll = async (
    options: ReaderOptions,
    take: (events: ReadBatch["events"]) => void,
    follows = false,
  ): Promise<number> => {
    const name = nameIn(options.name, words);
    const ended = endSignal();
    const connection = await connectBroker(brokerOptions(options, env, readerInbox(name)));
    try {
      for (let count = 0; ; ) {
        const batch = await readNext(connection, name);
        take(batch.events); // what was taken may come again, and nothing is lost
        await batch.acknowledge();
        count += batch.events.length;
        if (ended.signal.aborted || (batch.events.length === 0 && !follows)) return count;
      }
    } finally {
      ended.ignore();
      await connection.close();
    }
  };

  withLogin(reader.command("archive").argument("<file>").description(words.archive))
    .option("--follow", words.option.follow)
    .action(async (file: string, options: ReaderOptions & { follow?: boolean }) => {
      const archive = within(file, () => new Archive(file));
      let count = 0;
      try {
        await readAll(
          options,
          (events) => (count += within(file, () => archive.append(events))),
          options.follow,
        );
      } finally {
        archive.close();
      }
      tell({ code: 0, text: words.archived(count, file), json: { ok: true, events: count } });
    });

  withLogin(reader.command("ageing").description(words.ageing))
    .requiredOption("--state <file>", words.option.state)
    .action(async (options: ReaderOptions & { state: string }) => {
      const { state: file } = options;
      let ageing = within(file, () => readAgeing(file));
      await readAll(options, (events) => {
        if (events.length === 0) return;
        ageing = withEvents(ageing, events);
        within(file, () => writeAgeing(file, ageing));
      });
      const lines = ageingReport(ageing, Date.now());
      const text = [words.ageingHead, ...lines.map(words.ageingLine)].join("\n");
      tell({ code: 0, text, json: { ok: true, services: lines } });
    });
}

/** @throws {FileError} */
function within<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new FileError(file, cause);
  }
}
