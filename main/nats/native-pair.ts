import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { type KeyPair, publicPair } from "./nkeys.ts";

/** RFC 4648 without padding. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** The first byte of an encoded private key ("P…"). */
const PRIVATE = 15 << 3;
/** An Ed25519 private key in PKCS #8 (RFC 8410), up to its 32 bytes. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
/** An Ed25519 public key in SPKI, up to its 32 bytes. */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/**
 * The same key pair with Node's Ed25519. The package computes a key in JavaScript for each call, and one JWT needs
 * eight: 10,000 people took more than five minutes.
 */
export function nativePair(pair: KeyPair): KeyPair {
  const seed = fromBase32(new TextDecoder().decode(pair.getSeed()));
  const raw = seed.subarray(2, 34);
  // The kind of the key follows "S", in the last three bits of one byte and the first five of the next.
  const kind = ((seed.readUInt8(0) & 7) << 5) | (seed.readUInt8(1) >> 3);
  const key: KeyObject = createPrivateKey({
    key: Buffer.concat([PKCS8, raw]),
    format: "der",
    type: "pkcs8",
  });
  const publicRaw = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  return Object.assign(Object.create(pair) as KeyPair, {
    getPublicKey: () => encoded(kind, publicRaw),
    getPrivateKey: () => new TextEncoder().encode(encoded(PRIVATE, Buffer.concat([raw, publicRaw]))),
    sign: (input: Uint8Array) => new Uint8Array(sign(null, input, key)),
  });
}

/** Whether a public key has signed these bytes. False for a key that is none. */
export function hasSigned(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    publicPair(publicKey); // checks the form and the checksum
    const der = Buffer.concat([SPKI, fromBase32(publicKey).subarray(1, 33)]);
    return verify(null, bytes, createPublicKey({ key: der, format: "der", type: "spki" }), signature);
  } catch {
    return false;
  }
}

/** First byte, key and checksum, as NATS writes keys. */
function encoded(first: number, key: Uint8Array): string {
  const body = Buffer.from([first, ...key]);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc16(body));
  return toBase32(Buffer.concat([body, checksum]));
}

/** CRC-16/XMODEM. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
