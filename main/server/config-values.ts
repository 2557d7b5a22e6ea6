import * as v from "valibot";

export const text = v.pipe(v.string(), v.nonEmpty());
export const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
/** A name of the IANA database. */
export const timeZone = v.pipe(text, v.check(isTimeZone, "it is not known"));

/** Where a part listens. Only this computer by default, because without TLS secrets could be read on the way. */
export const listening = (defaultPort: number) => ({
  host: v.optional(text, "127.0.0.1"),
  port: v.optional(port, defaultPort),
  certFile: v.optional(text),
  keyFile: v.optional(text),
  /** Open connections of one address, or of an IPv6 network of /64. */
  maxConnectionsPerAddress: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/** The files of a certificate; both or none. */
export interface CertificateFiles {
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

export const isPair = ({ certFile, keyFile }: CertificateFiles): boolean =>
  (certFile === undefined) === (keyFile === undefined);
export const PAIR = '"certFile" and "keyFile" belong together';

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
