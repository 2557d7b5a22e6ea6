import * as v from "valibot";
import { expect, test } from "vitest";
import { AccountCommand } from "../../../../main/desktop/windows/contracts/account.ts";
import { BoardCommand } from "../../../../main/desktop/windows/contracts/board.ts";
import { SettingsCommand } from "../../../../main/desktop/windows/contracts/settings.ts";
import { isPageCommand } from "../../../../main/desktop/windows/contracts/window.ts";

const SCHEMAS = { BoardCommand, SettingsCommand, AccountCommand };

test.each(Object.entries(SCHEMAS))("contracts - %s has what every page says of itself", (_name, schema) => {
  for (const kind of ["begun", "ready", "close"]) expect(v.parse(schema, { kind })).toEqual({ kind });
});

test.each(Object.entries(SCHEMAS))("contracts - %s refuses what is not in it", (_name, schema) => {
  for (const wanted of [undefined, null, "close", {}, { kind: "quit" }, { kind: "close", more: 1 }]) {
    expect(v.is(schema, wanted)).toBe(false);
  }
});

test("contracts - a window's own commands are told from those of every page", () => {
  expect(isPageCommand({ kind: "begun" })).toBe(true);
  expect(isPageCommand({ kind: "resume" })).toBe(false);
});

test("contracts - a preference comes in the form of a field, whether it can be taken or not", () => {
  const set = (value: unknown) => v.is(SettingsCommand, { kind: "set", key: "workingHours", value });
  for (const value of ["2500", 5, true, null, [1, 9], { from: "later", to: "" }])
    expect(set(value)).toBe(true);
  for (const value of [undefined, {}, { from: "09:00" }, [["deep"]]]) expect(set(value)).toBe(false);
});
