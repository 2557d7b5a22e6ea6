import * as v from "valibot";
import { DELIVERIES, type Language } from "../../../contract/catalog.ts";
import { SNOOZE_CHOICES } from "../../../core/attention/pause.ts";
import { LocalDate, TimeOfDay } from "../../../core/preferences/preferences.ts";

/** Common parts of all contracts. A window receives whole views and sends single commands. */

export type ViewChannel = "view";
export type CommandChannel = "command";

/** View and commands of one window. */
export interface WindowContract {
  readonly view: { readonly language: Language; readonly title: string };
  /** Commands of its page, beside the common ones. */
  readonly command: { readonly kind: string };
}

/** All commands that a page may send. */
export type Sent<Contract extends WindowContract> = Contract["command"] | PageCommand;

/** Schema that checks a command where it arrives. The types of a contract are inferred from it. */
export type CommandSchema<Contract extends WindowContract> = v.GenericSchema<unknown, Sent<Contract>>;

/** API that the preload exposes to a page as `window.alrimi`. A page has no other access. */
export interface Bridge<Contract extends WindowContract> {
  /** Calls back with the view, now and after every change. Returns the undo. */
  onView(draw: (view: Contract["view"]) => void): () => void;
  readonly send: (command: Sent<Contract>) => void;
}

/** Commands of every page. */
export const pageCommands = [
  /** The page is loading and needs its view. */
  v.strictObject({ kind: v.literal("begun") }),
  /** The page has been painted. */
  v.strictObject({ kind: v.literal("ready") }),
  v.strictObject({ kind: v.literal("close") }),
] as const;

const PageCommand = v.variant("kind", pageCommands);
export type PageCommand = v.InferOutput<typeof PageCommand>;

/** Whether every page may send this command. */
export function isPageCommand(command: { readonly kind: string }): command is PageCommand {
  return v.is(PageCommand, command);
}

/** Commands of a schema that are the window's own. */
export type OwnCommand<Schema extends v.GenericSchema> = Exclude<v.InferOutput<Schema>, PageCommand>;

/** Canonical id of a service; 256 characters at most. */
export const service = v.pipe(v.string(), v.maxLength(256));
const services = v.pipe(v.array(service), v.minLength(1), v.maxLength(1000), v.readonly());

/** Commands of the windows that show services. */
export const serviceCommands = [
  v.strictObject({ kind: v.literal("snooze"), services, choice: v.picklist(SNOOZE_CHOICES) }),
  v.strictObject({ kind: v.literal("snooze-until"), services, date: LocalDate, time: TimeOfDay }),
  v.strictObject({ kind: v.literal("end-snooze"), service }),
  v.strictObject({ kind: v.literal("deliver"), service, delivery: v.picklist(DELIVERIES) }),
] as const;
