import type { AgeingLine } from "../../contract/ageing.ts";
import { counted } from "../counted.ts";

/** The texts of `alrimi readers` and `alrimi reader`. */
export const readerCommandEn = {
  readers: "programs that read every kept event, such as an archive or a report",
  add: "add a reader: its consumer at the broker, and its login in the kit",
  list: "list the readers, and how many events each has not read",
  remove: "remove a reader, and revoke its login",
  reader: "two small readers, as examples",
  archive: "append every kept event to FILE, one JSON line each",
  ageing: "report how long approvals wait in each service, without persons",
  option: {
    services: "the services whose events it reads, with commas between them, or all",
    persons: "say that the reader may see who has which count",
    name: "the reader's name",
    follow: "go on until a signal",
    state: "the file in which the report keeps what it knows; it holds persons",
  },
  personsNeeded:
    "every event names its person, and the broker cannot hide it: add --persons if the reader may see persons, else give it a report",
  badName: 'a name has up to 32 letters (a to z), digits, "-" and "_"',
  noServices: "name services, or all",
  added: (name: string, services: string | undefined) =>
    `${name} reads the events of ${services ?? "all services"}, with persons, from now on.`,
  login: (file: string) => `Its login: ${file}`,
  removed: (name: string) => `${name} is removed.`,
  listed: (name: string, services: string | undefined, waiting: number) =>
    `${name}\t${services ?? "all"}\t${counted(waiting, "event")} not read`,
  none: "There are no readers.",
  archived: (count: number, file: string) => `${counted(count, "event")} appended to ${file}.`,
  ageingHead: "service\twaiting\tpeople\t<1 day\t1-3 days\t3-7 days\t>7 days\toldest",
  ageingLine: (line: AgeingLine) =>
    [
      ...[line.service, line.count, line.people, line.underDay, line.oneToThreeDays, line.threeToSevenDays],
      ...[line.overSevenDays, `${line.oldestHours} h`],
    ].join("\t"),
};

export type ReaderCommandWords = typeof readerCommandEn;
