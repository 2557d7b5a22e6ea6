import type { Command } from "commander";
import { openKit } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { mint } from "../admin/kit/mint.ts";
import { inForce } from "../admin/kit/plan.ts";
import { revoke } from "../admin/kit/users.ts";
import { addReader, listReaders, removeReader } from "../admin/readers/readers.ts";
import { subjectToken } from "../contract/subject.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { type ReaderCommandWords, readerCommandWordsIn } from "../words/reader-command/index.ts";
import { type CommandContext, wordsOf } from "./command-context.ts";
import { type CommonOptions, splitList, withCommonOptions } from "./command-options.ts";
import { asAdministrator, idIn, kitLogin } from "./kit-login.ts";

interface ReadersOptions extends CommonOptions {
  readonly kit: string;
}

interface AddOptions extends ReadersOptions {
  readonly services: readonly string[];
  readonly persons?: boolean;
}

/** A reader's name is also that of its consumer and its files. */
const NAME = /^[a-z0-9_-]{1,32}$/;

/** Adds `alrimi readers add | list | remove`: programs that read every kept event. */
export function addReadersCommands(program: Command, context: CommandContext): void {
  const words = readerCommandWordsIn(context.language);
  const { shared, tell } = context;
  const readers = program.command("readers").description(words.readers);
  const withKit = (command: Command): Command =>
    withCommonOptions(command, shared).option("--kit <folder>", shared.option.kit, ".");
  const asked = async <T>(options: ReadersOptions, work: (it: NatsConnection) => Promise<T>): Promise<T> =>
    asAdministrator((await kitLogin(options.kit, options)).administrator, work);

  withKit(readers.command("add").argument("<name>").description(words.add))
    .requiredOption("--services <ids>", words.option.services, splitList)
    .option("--persons", words.option.persons)
    .action(async (given: string, options: AddOptions) => {
      const name = nameIn(given, words);
      const services = servicesIn(options.services, words);
      // The broker cannot take the person out of an event.
      if (options.persons !== true) throw new KitError("bad-setting", "--persons", words.personsNeeded);
      const { kit } = await kitLogin(options.kit, options);
      await asked(options, (it) => addReader(it, { name, services }));
      const { minted, reload } = await mint(kit, [{ role: "reader", id: name }], { missingFor: 0 });
      const lines = [
        words.added(name, services === "all" ? undefined : services.join(", ")),
        ...minted.map(({ file }) => words.login(file)),
        ...(reload ? [wordsOf(context).reload(kit)] : []),
      ];
      tell({ code: 0, text: lines.join("\n"), json: { ok: true, name, services, minted, reload } });
    });

  withKit(readers.command("list").description(words.list)).action(async (options: ReadersOptions) => {
    const all = await asked(options, listReaders);
    const lines = all.map(({ name, services, waiting }) =>
      words.listed(name, services === "all" ? undefined : services.join(", "), waiting),
    );
    tell({ code: 0, text: lines.join("\n") || words.none, json: { ok: true, readers: all } });
  });

  withKit(readers.command("remove").argument("<name>").description(words.remove)).action(
    async (given: string, options: ReadersOptions) => {
      const name = nameIn(given, words);
      const { kit } = await kitLogin(options.kit, options);
      await asked(options, (it) => removeReader(it, name));
      const { issued } = await openKit(kit);
      const isOwn = ({ role, token }: { readonly role: string; readonly token: string }): boolean =>
        role === "reader" && token === name;
      const hasLogin = inForce(issued, Date.now() / 1000).some(isOwn);
      if (hasLogin) await revoke(kit, [{ role: "reader", id: name }]);
      const lines = [words.removed(name), ...(hasLogin ? [wordsOf(context).reload(kit)] : [])];
      tell({ code: 0, text: lines.join("\n"), json: { ok: true, name, reload: hasLogin } });
    },
  );
}

/** @throws {KitError} `bad-setting` */
export function nameIn(text: string, words: ReaderCommandWords): string {
  if (!NAME.test(text)) throw new KitError("bad-setting", text, words.badName);
  return text;
}

/** @throws {KitError} `bad-id`, `bad-setting` */
function servicesIn(given: readonly string[], words: ReaderCommandWords): readonly string[] | "all" {
  if (given.length === 1 && given[0] === "all") return "all";
  const ids = [...new Set(given.map(idIn))].filter((id) => subjectToken(id).ok);
  if (ids.length === 0) throw new KitError("bad-setting", "--services", words.noServices);
  return ids;
}
