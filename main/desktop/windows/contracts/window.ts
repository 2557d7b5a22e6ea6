import * as v from "valibot";
import type { Language } from "../../../contract/catalog.ts";
import { SNOOZE_CHOICES } from "../../../core/attention/pause.ts";

/** What all contracts have in common. A window is sent whole views and sends single commands. */

export type ViewChannel = "view";
export type CommandChannel = "command";

/** What goes through the door for one window. */
export interface WindowContract {
  readonly view: { readonly language: Language; readonly title: string };
  /** What its page may ask for, beside what every page may. */
  readonly command: { readonly kind: string };
}

/** Everything that a window's page may send. */
export type Sent<Contract extends WindowContract> = Contract["command"] | PageCommand;

/** Checks a command where it arrives: the types of a contract are inferred from it. */
export type CommandSchema<Contract extends WindowContract> = v.GenericSchema<unknown, Sent<Contract>>;

/** What the preload puts into a window, as `window.alrimi`: the page's only door to the outside. */
export interface Bridge<Contract extends WindowContract> {
  /** Calls back with the view, now and after every change; returns the undo. */
  onView(draw: (view: Contract["view"]) => void): () => void;
  readonly send: (command: Sent<Contract>) => void;
}

/** What every page may say of itself. */
export const pageCommands = [
  /** It is being loaded, and is to be sent what it shows. */
  v.strictObject({ kind: v.literal("begun") }),
  /** It has been painted. */
  v.strictObject({ kind: v.literal("ready") }),
  v.strictObject({ kind: v.literal("close") }),
] as const;

const PageCommand = v.variant("kind", pageCommands);
export type PageCommand = v.InferOutput<typeof PageCommand>;

export function isPageCommand(command: { readonly kind: string }): command is PageCommand {
  return v.is(PageCommand, command);
}

/** What is the window's own among the commands of a schema. */
export type OwnCommand<Schema extends v.GenericSchema> = Exclude<v.InferOutput<Schema>, PageCommand>;

export const service = v.pipe(v.string(), v.maxLength(256));
const services = v.pipe(v.array(service), v.minLength(1), v.maxLength(1000), v.readonly());

/** Of every window that shows services. */
export const serviceCommands = [
  v.strictObject({ kind: v.literal("snooze"), services, choice: v.picklist(SNOOZE_CHOICES) }),
  v.strictObject({ kind: v.literal("end-snooze"), service }),
  v.strictObject({ kind: v.literal("mute"), service }),
  v.strictObject({ kind: v.literal("unmute"), service }),
] as const;
