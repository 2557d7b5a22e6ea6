import fc from "fast-check";
import { expect, test } from "vitest";
import { REMOVED, scrubber } from "../../../main/core/diagnostics/scrub.ts";
import { times } from "../../sample.ts";
import { CREDS, FORMS, JWT, KEY, KEY_LINES, PASSWORD, SEED, tracesOf } from "./planted.ts";

const secrets = { password: PASSWORD, seed: SEED, jwt: JWT, creds: CREDS, key: KEY };
const all = scrubber(Object.values(secrets));

test.each(Object.entries(FORMS))("scrub - known secrets are removed, %s", (_name, write) => {
  for (const secret of Object.values(secrets)) {
    const text = `before ${write(secret)} after`;
    const cut = all(text);
    for (const part of [PASSWORD, SEED, JWT, ...KEY_LINES]) {
      expect(tracesOf(part, cut)).toEqual([]);
      expect(tracesOf(part, JSON.stringify(cut))).toEqual([]);
    }
    expect(cut).toContain(REMOVED);
  }
});

test("scrub - the rest of the text stays", () => {
  expect(all(`the server said "${PASSWORD}" twice: ${PASSWORD}.`)).toBe(
    `the server said "${REMOVED}" twice: ${REMOVED}.`,
  );
  expect(all(`${PASSWORD}${PASSWORD}`)).toBe(REMOVED);
});

test("scrub - a text with a short secret is removed as a whole, because the rest would show it", () => {
  const scrub = scrubber(["alrimi"]);
  expect(scrub("/home/hong/.config/alrimi/logs")).toBe(REMOVED);
  expect(scrub("/home/hong/.config")).toBe("/home/hong/.config");
});

test("scrub - secrets that overlap are both removed", () => {
  const scrub = scrubber(["abcdefgh-1", "h-12345678"]);
  expect(scrub("x abcdefgh-12345678 y")).toBe(`x ${REMOVED} y`);
});

test.each([
  ["a seed", `seed read: ${SEED}`, SEED],
  ["a seed in a URL", `x%0A${SEED}%0A`, SEED],
  ["a JWT", `"jwt":"${JWT}"`, JWT],
  ["a part of a JWT", `got ${JWT.split(".")[1]}`, String(JWT.split(".")[1])],
  ["a PEM key", KEY, KEY_LINES[1]],
  ["a PEM key in JSON", JSON.stringify({ key: KEY }), KEY_LINES[1]],
  ["a PEM key in a URL", encodeURIComponent(KEY), KEY_LINES[1]],
  ["a PEM key without its end", KEY.slice(0, 60), KEY.slice(30, 60)],
  ["a line of a PEM key", KEY_LINES[0], KEY_LINES[0]],
  ["a header", "Authorization: Bearer 0123abcd", "0123abcd"],
  ["a header in JSON", '{"authorization":"Token 0123abcd","a":1}', "0123abcd"],
  ["a header in a URL", "authorization%3A%20Basic%200123abcd", "0123abcd"],
  ["a scheme without its header", "sent Basic aG9uZzpwdw==", "aG9uZzpwdw"],
  ["a password in a URL", "nats://hong:s3cret@broker:4222", "s3cret"],
  ["a password with a slash in a URL", 'not a URL: "https://hong:s3c/ret@hr.example.com"', "ret"],
  ["a password in JSON", '{"username":"hong","password":"s3c\\"ret more"}', "ret more"],
  ["a password in JSON in JSON", String.raw`{\"password\":\"s3c\\\"ret more\",\"a\":1}`, "ret more"],
  ["a password in an assignment", "token=s3cret; a", "s3cret"],
])("scrub - what looks like %s is removed though it is not known", (_what, text, secret) => {
  const cut = scrubber([])(text);
  expect(cut).toContain(REMOVED);
  expect(cut).not.toContain(secret);
});

test("scrub - ordinary lines of the log stay as they are", () => {
  for (const line of [
    "2026-11-27T09:00:00.000Z info connection: fresh",
    "2026-11-27T09:00:00.000Z info broker: credentials: Authorization Violation",
    '2026-11-27T09:00:00.000Z info user "hong.gd", servers tls://broker-1.example.com:4222',
    "2026-11-27T09:00:00.000Z warn problem: secret-lost: locked",
    "2026-11-27T09:00:00.000Z info settings: the policy /etc/alrimi/policy.json, found in its place",
    "2026-11-27T09:00:00.000Z info broker: no permission for approvals.hong%2Egd.*",
    "2026-11-27T09:00:00.000Z error unexpected: Error: x\n    at run (file:///opt/alrimi/resources/app.asar/out/desktop/start-BxY12.js:1:2345)",
  ]) {
    expect(all(line)).toBe(line);
  }
});

const secret = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }),
  fc.string({ minLength: 1, maxLength: 40, unit: "binary" }),
  fc.string({ minLength: 300, maxLength: 700 }),
  fc
    .array(fc.constantFrom("\\", '"', "n", "%", "5", "+", "/", " ", "\n", "u"), {
      minLength: 1,
      maxLength: 12,
    })
    .map((each) => each.join("")),
);

test("scrub - no planted secret is let through, in no form", () => {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.string({ maxLength: 10 }), fc.nat(), fc.constantFrom(...Object.values(FORMS))), {
        minLength: 1,
        maxLength: 4,
      }),
      (planted, places) => {
        const text = places
          .map(([before, which, write]) => before + write(planted[which % planted.length] ?? ""))
          .join("");
        const cut = scrubber(planted)(text);
        for (const each of planted) {
          if (REMOVED.includes(each) || each.trim() === "") continue;
          for (const write of Object.values(FORMS)) {
            const form = write(each);
            // Too few bytes have no base64 of their own within other bytes.
            if (each.length < 4 && form !== each) continue;
            if (REMOVED.includes(form)) continue;
            expect(cut).not.toContain(form);
            expect(JSON.stringify(cut).slice(1, -1)).not.toContain(form);
          }
        }
      },
    ),
    { numRuns: times(50, 5_000) },
  );
});

test("scrub - a large log and a large key take no time that a person notices", () => {
  const line =
    "2026-11-27T09:00:00.000Z info broker: unreachable: connect ECONNREFUSED 127.0.0.1:4222 \\\\\\ %%%\n";
  const lines = line.repeat(3_000).split("\n");
  const scrub = scrubber([
    ...Object.values(secrets),
    `${"QmF0c1JhcGlkbHlPdmVyVGhlSGlsbHNBbmRGYXJBd2F5RnJvbUhlcmVUb2RheVdl\n".repeat(52)}`,
  ]);
  const began = performance.now();
  for (const each of lines) scrub(each);
  expect(performance.now() - began).toBeLessThan(2_000);
});
