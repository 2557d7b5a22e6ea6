import { expect, test } from "vitest";
import { intakeSubject } from "../../main/contract/intake.ts";
import { canonicalId } from "../../main/contract/subject.ts";
import { addressOf } from "../../main/publisher/address.ts";

const IDS = ["hong.gd", "Hong.GD", "한글", "é".normalize("NFD"), "a b\t*>", "1", "11", "1 1", "x".repeat(64)];

test("address - of every pair of ids it is their canonical form and the subject of the service, the first time and remembered", () => {
  for (const _ of ["first", "remembered"]) {
    for (const user of IDS) {
      for (const service of IDS) {
        const [subject, person, system] = [intakeSubject(service), canonicalId(user), canonicalId(service)];
        if (!subject.ok || !person.ok || !system.ok) throw new Error("an id here is none");
        expect(addressOf(user, service)).toEqual({
          ok: true,
          value: { subject: subject.value, user: person.value, service: system.value },
        });
      }
    }
  }
});

test.each([
  ["", "mail", "user: "],
  ["hong.gd", "x".repeat(65), "service: "],
  ["\ud800", "mail", "user: "],
  [undefined, "mail", "user: "],
  ["hong.gd", 7, "service: "],
])("address - %j and %j are refused, however often they come", (user, service, detail) => {
  for (const _ of [1, 2]) {
    expect(addressOf(user, service)).toMatchObject({
      ok: false,
      reason: "bad-id",
      detail: expect.stringContaining(detail),
    });
  }
});

test("address - more people than are remembered are all served", () => {
  for (let person = 0; person < 25_000; person += 1) {
    const address = addressOf(`p${person}`, "mail");
    if (!address.ok || address.value.subject !== "intake.mail" || address.value.user !== `p${person}`)
      throw new Error(`p${person}`);
  }
  expect(addressOf("p0", "mail")).toMatchObject({ ok: true });
});
