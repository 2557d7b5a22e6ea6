import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { contractSchemas, SCHEMAS_FOLDER } from "../../build/writers/schemas/index.ts";

const documents = contractSchemas();
const parsed = (name: string): Record<string, unknown> =>
  JSON.parse(documents[name] ?? "") as Record<string, unknown>;

test.each(Object.keys(documents))("contract schemas - %s is what `npm run schemas` writes", (name) => {
  expect(readFileSync(join(SCHEMAS_FOLDER, name), "utf8")).toBe(documents[name]);
});

test.each(["event.schema.json", "outcome.schema.json", "people-event.schema.json"])(
  "contract schemas - %s is valid by the meta-schema",
  (name) => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    expect(ajv.validateSchema(parsed(name)), ajv.errorsText()).toBe(true);
  },
);

test("contract schemas - OpenAPI is valid by the official schema, and every reference leads somewhere", async () => {
  const validator = new Validator();
  const result = await validator.validate(parsed("openapi.json"));
  expect(result.errors ?? []).toEqual([]);
  expect(validator.version).toBe("3.1");
  expect(JSON.stringify(validator.resolveRefs())).not.toContain('"$ref"');
});

test("contract schemas - AsyncAPI is valid by the official schema, and every reference leads somewhere", () => {
  const official = createRequire(import.meta.url)("@asyncapi/specs/schemas/3.0.0-without-$id.json") as Record<
    string,
    unknown
  >;
  const ajv = new Ajv({ strict: false, meta: false, validateSchema: false });
  addFormats.default(ajv);
  const document = parsed("asyncapi.json");
  const isValid = ajv.validate(official, document);
  expect(isValid, ajv.errorsText()).toBe(true);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = ""]) => path,
  );
  expect(references.length).toBeGreaterThan(5);
  for (const path of references) {
    const target = path
      .split("/")
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
    expect(target, path).toBeTypeOf("object");
  }
});

test("contract schemas - the official schemas refuse a broken document", async () => {
  const { info: _info, ...openApi } = parsed("openapi.json");
  expect((await new Validator().validate(openApi)).valid).toBe(false);
});
