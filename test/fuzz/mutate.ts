import type { Chance } from "./chance.ts";
import { MEAN_VALUES } from "./mean-values.ts";

const MEAN_BYTES: readonly (readonly number[])[] = [
  [0xef, 0xbb, 0xbf], // a byte order mark
  [0x00],
  [0xff],
  [0xc0, 0x80], // an overlong NUL
  [0xed, 0xa0, 0x80], // half a surrogate pair
  [0xf4, 0x90, 0x80, 0x80], // beyond Unicode
  [0xe2, 0x80, 0xa8], // a line separator
  [0xf0, 0x9f, 0x98, 0x80],
  [0x1b, 0x5b],
  [0x5c],
  [0x22],
  [0x7b],
  [0x5d],
  [0x2c],
  [0x2d],
  [0x30],
];

/** A JSON object before it is text: members in their order, keys may come twice, values are JSON text or nonsense. */
export type Members = [key: string, value: string][];

/** Spoils some members: another value, key twice, key gone, key renamed or spelled by escapes, something deep beside. */
export function mutateMembers(
  chance: Chance,
  members: Members,
  values: readonly string[] = MEAN_VALUES,
): Members {
  const spoilt: Members = members.map(([key, value]) => [key, value]);
  for (let times = chance.below(4); times > 0; times--) {
    const at = chance.below(spoilt.length + 1);
    const member = spoilt[at];
    switch (chance.below(8)) {
      case 0:
      case 1:
      case 2:
        if (member !== undefined) member[1] = chance.pick(values);
        break;
      case 3:
        spoilt.splice(chance.below(spoilt.length + 1), 0, [member?.[0] ?? "count", chance.pick(values)]);
        break;
      case 4:
        spoilt.splice(at, 1);
        break;
      case 5:
        if (member !== undefined) member[0] = respell(chance, member[0]);
        break;
      case 6:
        spoilt.push([chance.pick(["__proto__", "constructor", "toJSON", "note", ""]), chance.pick(values)]);
        break;
      default:
        spoilt.splice(at, 0, ["note", deep(chance)]);
    }
  }
  return spoilt;
}

export function textOf(chance: Chance, members: Members): string {
  const space = (): string =>
    chance.oneIn(40) ? chance.pick([" ", "\n", "\t", "\r", "\u00a0", "//x\n"]) : "";
  const body = members
    .map(([key, value]) => `${space()}"${key}"${space()}:${space()}${value}${space()}`)
    .join(chance.oneIn(100) ? ",," : ",");
  return `${space()}{${body}}${space()}`;
}

/** Spoils bytes: flips, inserts, deletes, doubles, cuts off. Mostly it leaves them alone. */
export function mutateBytes(chance: Chance, bytes: Uint8Array): Uint8Array {
  let spoilt = Buffer.from(bytes);
  if (chance.below(3) > 0) return spoilt;
  for (let times = 1 + chance.below(3); times > 0; times--) {
    const at = chance.oneIn(8) ? 0 : chance.below(spoilt.length + 1);
    const to = Math.min(spoilt.length, at + 1 + chance.below(12));
    const [head, part, tail] = [spoilt.subarray(0, at), spoilt.subarray(at, to), spoilt.subarray(to)];
    switch (chance.below(6)) {
      case 0:
        if (at < spoilt.length) spoilt.writeUInt8(spoilt.readUInt8(at) ^ (1 << chance.below(8)), at);
        break;
      case 1:
        spoilt = Buffer.concat([head, Buffer.from(chance.pick(MEAN_BYTES)), part, tail]);
        break;
      case 2:
        spoilt = Buffer.concat([head, tail]);
        break;
      case 3:
        spoilt = Buffer.concat([head, part, part, tail]);
        break;
      case 4:
        spoilt = Buffer.concat([head, Buffer.from(chance.pick(MEAN_VALUES)), tail]);
        break;
      default:
        if (chance.oneIn(4)) spoilt = Buffer.from(head);
    }
  }
  return spoilt;
}

/** Another spelling: escaped (the same key), another case, or with something invisible in it (another key). */
function respell(chance: Chance, key: string): string {
  const first = key.codePointAt(0) ?? 0x61;
  return chance.pick([
    `\\u${first.toString(16).padStart(4, "0")}${key.slice(1)}`,
    key.toUpperCase(),
    `${key}\\u200b`,
    ` ${key}`,
    `${key}\\u0000`,
  ]);
}

function deep(chance: Chance): string {
  const depth = chance.pick([1, 2, 3, 5, 8, 20, 100, 100, 2_000, 4_000]);
  return chance.pick([
    "[".repeat(depth) + "]".repeat(depth),
    `${'{"a":'.repeat(depth)}0${"}".repeat(depth)}`,
    "[".repeat(depth),
    JSON.stringify("x".repeat(depth * 2)),
    JSON.stringify("각".repeat(depth)),
  ]);
}
