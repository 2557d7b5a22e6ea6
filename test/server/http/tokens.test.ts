import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newBearerToken as newToken, type TokenEntry } from "../../../main/nats/bearer-token.ts";
import { Tokens } from "../../../main/server/http/tokens.ts";

const folder = mkdtempSync(join(tmpdir(), "alrimi-tokens-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ISSUED = "2026-11-28T00:00:00Z";
let count = 0;

function tokensOf(...entries: readonly TokenEntry[]) {
  const file = join(folder, `tokens-${++count}.json`);
  const write = (text: string): void => writeFileSync(file, text);
  write(JSON.stringify(entries));
  const lines: string[] = [];
  let now = 0;
  const tokens = new Tokens(file, {
    now: () => now,
    time: () => Date.parse(ISSUED) + now,
    log: (line) => lines.push(line),
  });
  const later = (): void => {
    now += 1_000;
  };
  return { tokens, write, lines, later, file };
}

test("tokens - a token is long, its own, and not in the file", () => {
  const { token, entry } = newToken("HR-Leave", ISSUED);
  expect(token).toMatch(/^alrimi_[\w-]{43}$/);
  expect(newToken("hr-leave", ISSUED).token).not.toBe(token);
  expect(JSON.stringify(entry)).not.toContain(token.slice(7));
  const { tokens } = tokensOf(entry);
  expect(tokens.serviceOf(`Bearer ${token}`)?.id).toBe("hr-leave");
  expect(tokens.serviceOf(`bearer  ${token} `)?.id).toBe("hr-leave");
});

test("tokens - several services and several tokens of one service are told apart", () => {
  const made = ["hr-leave", "hr-leave", "finance-card"].map((service) => newToken(service, ISSUED));
  const { tokens } = tokensOf(...made.map(({ entry }) => entry));
  expect(made.map(({ token }) => tokens.serviceOf(`Bearer ${token}`)?.id)).toEqual([
    ...["hr-leave", "hr-leave", "finance-card"],
  ]);
});

test("tokens - anything else is no token", () => {
  const { token, entry } = newToken("hr-leave", ISSUED);
  const { tokens } = tokensOf(entry);
  const others = [
    undefined,
    "",
    token,
    "Bearer",
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(0, -1)}`,
    `Bearer ${entry.sha256}`,
    `Bearer ${newToken("hr-leave", ISSUED).token}`,
    `Bearer ${token} ${token}`,
    `Bearer ${"x".repeat(100_000)}`,
  ];
  for (const other of others) expect(tokens.serviceOf(other)).toBeUndefined();
});

test("tokens - a hash with the same beginning is another token", () => {
  const { token, entry } = newToken("hr-leave", ISSUED);
  const alike = { ...entry, service: "evil", sha256: `${entry.sha256.slice(0, 60)}0000` };
  expect(tokensOf(alike, entry).tokens.serviceOf(`Bearer ${token}`)?.id).toBe("hr-leave");
  expect(tokensOf(alike).tokens.serviceOf(`Bearer ${token}`)?.id).toBeUndefined();
});

test("tokens - a new and a revoked token are noticed within a second", () => {
  const [first, second] = [newToken("hr-leave", ISSUED), newToken("finance-card", ISSUED)];
  const { tokens, write, later, lines } = tokensOf(first.entry);
  write(JSON.stringify([second.entry]));
  expect(tokens.serviceOf(`Bearer ${first.token}`)?.id).toBe("hr-leave");
  later();
  expect(tokens.serviceOf(`Bearer ${first.token}`)?.id).toBeUndefined();
  expect(tokens.serviceOf(`Bearer ${second.token}`)?.id).toBe("finance-card");
  expect(lines).toEqual(["http: the tokens were read again"]);
});

test("tokens - an expired token is refused, and the one that follows it is not", () => {
  const [first, second] = [newToken("hr-leave", ISSUED), newToken("hr-leave", ISSUED)];
  const ending = { ...first.entry, expiresAt: "2026-11-28T00:00:05Z" };
  const { tokens, later } = tokensOf(ending, second.entry);
  for (let seconds = 0; seconds < 5; seconds += 1) {
    expect(tokens.serviceOf(`Bearer ${first.token}`)?.id).toBe("hr-leave");
    later();
  }
  expect(tokens.serviceOf(`Bearer ${first.token}`)).toBeUndefined();
  expect(tokens.serviceOf(`Bearer ${second.token}`)?.id).toBe("hr-leave");
});

test("tokens - a file that became unreadable leaves the last tokens valid, with one line of the log", () => {
  const { token, entry } = newToken("hr-leave", ISSUED);
  const { tokens, write, later, lines, file } = tokensOf(entry);
  const bad = [
    ["{", "it is not JSON"],
    ["{}", "the file"],
    [JSON.stringify([{ ...entry, sha256: "AB" }]), "0.sha256"],
    [JSON.stringify([{ ...entry, service: " x" }]), "0.service"],
    [JSON.stringify([{ ...entry, token: "x" }]), "0.token"],
    [JSON.stringify([{ ...entry, expiresAt: "soon" }]), "0.expiresAt"],
  ] as const;
  for (const [text, why] of bad) {
    lines.length = 0;
    write(text);
    for (let look = 0; look < 3; look += 1) {
      later();
      expect(tokens.serviceOf(`Bearer ${token}`)?.id).toBe("hr-leave");
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(why);
    expect(lines[0]).toContain(file);
  }
  rmSync(file);
  later();
  expect(tokens.serviceOf(`Bearer ${token}`)?.id).toBe("hr-leave");
  write("[]");
  later();
  expect(tokens.serviceOf(`Bearer ${token}`)?.id).toBeUndefined();
});

test("tokens - a file that is bad at the start is an error that names it", () => {
  const file = join(folder, "missing.json");
  const ports = { now: () => 0, time: () => 0, log: () => {} };
  expect(() => new Tokens(file, ports)).toThrow(/missing\.json: ENOENT/);
  writeFileSync(file, "secret");
  expect(() => new Tokens(file, ports)).toThrow(/missing\.json: it is not JSON$/);
});
