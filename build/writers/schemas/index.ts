import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { EVENT_SCHEMA, OUTCOME_SCHEMA } from "../../../main/contract/event-schema.ts";
import { PEOPLE_EVENT_SCHEMA } from "../../../main/contract/people-event-schema.ts";
import { openApi } from "../../../main/server/http/openapi.ts";
import { isMain } from "../../is-main.ts";
import { repoRoot } from "../../paths.ts";
import { asyncApi } from "./asyncapi.ts";

/** The descriptions of the contract for other programs, by file name. They are made from the code's own limits. */
export function contractSchemas(): Readonly<Record<string, string>> {
  const documents = {
    "event.schema.json": EVENT_SCHEMA,
    "outcome.schema.json": OUTCOME_SCHEMA,
    "people-event.schema.json": PEOPLE_EVENT_SCHEMA,
    "asyncapi.json": asyncApi(),
    "openapi.json": openApi(),
  };
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [name, `${JSON.stringify(document, null, 2)}\n`]),
  );
}

/** Folder of the written documents. */
export const SCHEMAS_FOLDER = join(repoRoot, "build", "writers", "schemas");

/** `tsx build/writers/schemas/index.ts` writes the documents anew. */
if (isMain(import.meta.filename)) {
  for (const [name, text] of Object.entries(contractSchemas()))
    writeFileSync(join(SCHEMAS_FOLDER, name), text);
}
