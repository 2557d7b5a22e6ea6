/** Whom the users of a package turn to. */
export interface Contact {
  /** The maintainer of deb and rpm, `Name <address>`. */
  readonly maintainer: string;
  /** Undefined when there is none. */
  readonly homepage: string | undefined;
}

/** The copyright holder, as LICENSE names it. It has no address and no page. */
export const HOLDER = "Alrimi contributors";

/**
 * Parses `Name <address> (https://page)`, npm's form of a person. Address and page may be left out.
 * @param given undefined for the copyright holder
 * @throws an error that shows the form
 */
export function parseContact(given: string | undefined): Contact {
  if (given === undefined) return { maintainer: HOLDER, homepage: undefined };
  const parts =
    /^([^<>()\n]*[^<>()\s])(?:\s*<([^<>()\s]+@[^<>()\s]+)>)?(?:\s*\((https?:\/\/[^<>()\s]+)\))?$/.exec(given);
  if (parts === null) {
    throw new Error(
      `--contact=${given}: write a name, and if there are any an address and a page, as in "IT desk <it@corp.example> (https://it.corp.example)".`,
    );
  }
  const [, name = "", address, homepage] = parts;
  return { maintainer: address === undefined ? name : `${name} <${address}>`, homepage };
}
