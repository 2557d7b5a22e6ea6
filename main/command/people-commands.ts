import type { Command } from "commander";
import { forgetPerson } from "../admin/forget.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { changesOf, type PeopleChanges, removesMany } from "../admin/people/changes.ts";
import { readDirectory, type StoredDirectory, writeDirectory } from "../admin/people/directory.ts";
import type { Person } from "../contract/people.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { type PeopleCommandWords, peopleCommandWordsIn } from "../words/people-command/index.ts";
import type { CommandContext } from "./command-context.ts";
import { type CommonOptions, readInput, withCommonOptions } from "./command-options.ts";
import type { Report } from "./command-reports.ts";
import { administratorOf, asAdministrator, idIn } from "./kit-login.ts";
import { addLeaversCommand } from "./leavers-command.ts";

interface PeopleOptions extends CommonOptions {
  readonly kit?: string;
}

interface ImportOptions extends PeopleOptions {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly forget?: boolean;
}

interface RemoveOptions extends ImportOptions {
  readonly all?: boolean;
}

/** Removed ids in a report. `--json` has all. */
const MOST_NAMED = 20;

/** Adds `alrimi people import | list | show | remove | leavers`. */
export function addPeopleCommands(program: Command, context: CommandContext): void {
  const words = peopleCommandWordsIn(context.language);
  const { shared, stdin, tell } = context;
  const people = program.command("people").description(words.about);
  const withLogin = (command: Command): Command =>
    withCommonOptions(command, shared).option("--kit <folder>", shared.option.kit);
  const withChange = (command: Command): Command =>
    withLogin(command)
      .option("--dry-run", words.option.dryRun)
      .option("--force", words.option.force)
      .option("--forget", words.option.forget);
  const asked = async <T>(options: PeopleOptions, work: (it: NatsConnection) => Promise<T>): Promise<T> =>
    asAdministrator(await administratorOf(options, context), work);

  withChange(people.command("import").argument("<file>").description(words.import)).action(
    async (file: string, options: ImportOptions) => {
      const bytes = await readInput(file, stdin);
      const { readPeopleCsv } = await import("../admin/people/people-csv.ts");
      const csv = readPeopleCsv(bytes); // before anybody is dialled
      if (!csv.ok) {
        const faults = csv.faults.map(({ line, column, detail }) => `  ${words.fault(line, column, detail)}`);
        const json = { ok: false, reason: "bad-file", faults: csv.faults };
        return tell({ code: 1, text: words.refused(file, faults.join("\n")), json });
      }
      const report = await asked(options, async (it) =>
        change(it, await readDirectory(it), csv.people, options, words),
      );
      const ignored = csv.ignored.map((name) => JSON.stringify(name)).join(", ");
      tell(ignored === "" ? report : { ...report, text: `${report.text}\n${words.ignored(ignored)}` });
    },
  );

  withLogin(people.command("list").description(words.list)).action(async (options: PeopleOptions) => {
    const { people: all, writtenAt } = await asked(options, readDirectory);
    if (all === undefined) return tell(noDirectory(words, 0));
    const { formatPeopleCsv } = await import("../admin/people/people-csv.ts");
    const at = writtenAt === undefined ? undefined : new Date(writtenAt).toISOString();
    tell({ code: 0, text: formatPeopleCsv(all), json: { ok: true, writtenAt: at, people: all } });
  });

  withLogin(people.command("show").argument("<person>").description(words.show)).action(
    async (name: string, options: PeopleOptions) => {
      const id = idIn(name);
      const { people: all } = await asked(options, readDirectory);
      if (all === undefined) return tell(noDirectory(words, 1));
      const found = all.find((each) => each.id === id || each.aliases.includes(id));
      if (found === undefined) return tell(unknown(words, [id]));
      const text = words.person(found.id, found.aliases.join(", "));
      tell({ code: 0, text, json: { ok: true, ...found } });
    },
  );

  addLeaversCommand(withLogin(people.command("leavers")), context);

  withChange(people.command("remove").argument("[person...]").description(words.remove))
    .option("--all", words.option.all)
    .action(async (names: string[], options: RemoveOptions) => {
      const isAll = options.all === true;
      if (isAll === names.length > 0)
        throw new KitError("bad-setting", "alrimi people remove", words.nobodyNamed);
      const ids = new Set(names.map(idIn));
      const report = await asked(options, async (it) => {
        const stored = await readDirectory(it);
        const { people: all, revision, covers } = stored;
        if (all === undefined) return noDirectory(words, isAll ? 0 : 1);
        if (isAll) {
          if (options.dryRun !== true)
            await writeDirectory(it, { people: undefined, revision, covers, now: Date.now() });
          const text = options.dryRun === true ? words.notWritten : words.cleared;
          return { code: 0 as const, text, json: { ok: true, removed: all.map(({ id }) => id) } };
        }
        const missing = [...ids].filter((id) => !all.some((each) => each.id === id));
        if (missing.length > 0) return unknown(words, missing);
        const left = all.filter(({ id }) => !ids.has(id));
        if (left.length === 0) throw new KitError("bad-setting", "alrimi people remove", words.lastOnes);
        return change(it, stored, left, options, words);
      });
      tell(report);
    });
}

/** Writes the directory unless it is a dry run, or removes too many. */
async function change(
  connection: NatsConnection,
  { people: before, revision, covers }: StoredDirectory,
  people: readonly Person[],
  { dryRun, force, forget }: ImportOptions,
  words: PeopleCommandWords,
): Promise<Report> {
  const changes = changesOf(before, people);
  const { added, removed, changed, unchanged } = changes;
  const json = { people: people.length, added, removed, changed, unchanged };
  const aliases = people.reduce((sum, each) => sum + each.aliases.length, 0);
  const lines = [
    words.imported(people.length, aliases),
    words.changes(added.length, removed.length, changed.length, unchanged),
    ...namesOf(changes, words),
  ];
  if (removesMany(before, changes) && force !== true) {
    lines.push(words.tooManyRemoved(removed.length, before?.length ?? 0));
    return { code: 1, text: lines.join("\n"), json: { ok: false, reason: "removes-many", ...json } };
  }
  if (dryRun === true) {
    return {
      code: 0,
      text: [...lines, words.notWritten].join("\n"),
      json: { ok: true, written: false, ...json },
    };
  }
  await writeDirectory(connection, { people, revision, covers, now: Date.now() });
  if (removed.length > 0 && forget !== true) lines.push(words.afterRemoval);
  if (removed.length > 0 && forget === true) {
    let [events, reports] = [0, 0];
    for (const id of removed) {
      const gone = await forgetPerson(connection, id);
      events += gone.events;
      reports += gone.reports;
    }
    lines.push(words.forgotten(events, reports));
  }
  return { code: 0, text: lines.join("\n"), json: { ok: true, written: true, ...json } };
}

function namesOf({ removed }: PeopleChanges, words: PeopleCommandWords): readonly string[] {
  if (removed.length === 0) return [];
  const named = removed.slice(0, MOST_NAMED);
  const more = removed.length - named.length;
  return [words.removedIds([...named, ...(more > 0 ? [words.more(more)] : [])].join(", "))];
}

function noDirectory(words: PeopleCommandWords, code: 0 | 1): Report {
  return { code, text: words.noDirectory, json: { ok: code === 0, reason: "no-directory" } };
}

function unknown(words: PeopleCommandWords, ids: readonly string[]): Report {
  return {
    code: 1,
    text: words.unknown(ids.join(", ")),
    json: { ok: false, reason: "user-unknown", people: ids },
  };
}
