import * as v from "valibot";
import { PAUSE_CHOICES } from "../../../core/attention/pause.ts";
import { SETTINGS_PAGES } from "../../../core/command.ts";
import type { BoardView } from "../../../view/board.ts";
import { type OwnCommand, pageCommands, service, serviceCommands, type WindowContract } from "./window.ts";

/** Commands of the board page. */
export const BoardCommand = v.variant("kind", [
  ...pageCommands,
  ...serviceCommands,
  /** A view was drawn. `height` is the needed height in CSS pixels. */
  v.strictObject({
    kind: v.literal("drawn"),
    height: v.pipe(v.number(), v.minValue(0), v.maxValue(100_000)),
  }),
  v.strictObject({ kind: v.literal("open-service"), service }),
  v.strictObject({ kind: v.literal("open-settings"), page: v.optional(v.picklist(SETTINGS_PAGES)) }),
  v.strictObject({ kind: v.literal("open-account") }),
  v.strictObject({ kind: v.literal("pause"), choice: v.picklist(PAUSE_CHOICES) }),
  v.strictObject({ kind: v.literal("resume") }),
  v.strictObject({ kind: v.literal("open-delegate"), service }),
  v.strictObject({ kind: v.literal("restart") }),
]);

export interface BoardContract extends WindowContract {
  readonly view: BoardView;
  readonly command: OwnCommand<typeof BoardCommand>;
}
