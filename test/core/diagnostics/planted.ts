/** Secrets of test accounts, and the forms in which they must not stand anywhere. */

export const PASSWORD = 'Gr"ün\\er/Tee 비밀+1';
export const SEED = "SUAKYRHVIOREXV7EUZTBHUHL7NUMHPMAS7QMDU3GTIUWEI5LDNOXD43IZY";
export const JWT =
  "eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.eyJqdGkiOiJUWkxaIiwic3ViIjoiVURYVTRSQ1NKTlpPIn0.c2lnbmF0dXJlLW9mLXRoZS1qd3Q";
export const CREDS = `-----BEGIN NATS USER JWT-----\n${JWT}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${SEED}\n------END USER NKEY SEED------\n`;
export const KEY_LINES = [
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7jZt1k3W9o2p8y0c",
  "QmF0c1JhcGlkbHlPdmVyVGhlSGlsbHNBbmRGYXJBd2F5RnJvbUhlcmVUb2RheVdl",
  "U2luZ0FsbERheUxvbmcK",
] as const;
export const KEY = `-----BEGIN PRIVATE KEY-----\n${KEY_LINES.join("\n")}\n-----END PRIVATE KEY-----\n`;

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const base64 = (text: string): string => Buffer.from(text).toString("base64").replace(/=+$/, "");

/** Ways to write a secret into a text. */
export const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  "JSON-escaped": json,
  "JSON-escaped twice": (secret) => json(json(secret)),
  "URL-encoded": encodeURIComponent,
  "URL-encoded as a form": (secret) => new URLSearchParams({ "": secret }).toString().slice(1),
  "URL-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "JSON-escaped, then URL-encoded": (secret) => encodeURIComponent(json(secret)),
  base64: base64,
  "base64 after one byte": (secret) => base64(`:${secret}`),
  "base64 after two bytes": (secret) => base64(`u:${secret}`),
  "base64 within other bytes": (secret) => base64(`hong.gd:${secret}:more`),
  "base64 for URLs": (secret) => Buffer.from(secret).toString("base64url"),
  "base64, then URL-encoded": (secret) => encodeURIComponent(Buffer.from(secret).toString("base64")),
};

/** The part of a text's base64 that depends on the secret alone, at each of the three places. */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
  );
}

/** The forms of the secret that stand in a text. */
export function tracesOf(secret: string, text: string): string[] {
  const forms = Object.entries(FORMS)
    .filter(([name]) => !name.startsWith("base64"))
    .map(([name, write]): [string, string] => [name, write(secret)]);
  const cores = base64Cores(secret).flatMap((core): [string, string][] => [
    ["base64", core],
    ["base64url", core.replaceAll("+", "-").replaceAll("/", "_")],
  ]);
  return [...forms, ...cores].filter(([, form]) => text.includes(form)).map(([name]) => name);
}
