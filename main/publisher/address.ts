import { intakeSubject } from "../contract/intake.ts";
import { accept, type Refusal, type Result, refuse } from "../contract/result.ts";
import { type ApprovalsAddress, canonicalId } from "../contract/subject.ts";

/** The canonical ids of a person and a service, and the subject to which the service's events go. */
export interface Address extends ApprovalsAddress {
  /** `intake.<service>`. */
  readonly subject: string;
}

export type AddressRefusal = Refusal<"bad-id">;

/** Limits of the cache: addresses (a few hundred bytes each), and the length of a key. */
const MOST = 10_000;
const LONGEST = 256;

/** A cache: a service publishes for the same people repeatedly, and checking an id takes as long as all other work. */
const known = new Map<string, Address>();

/** Checks the ids of a person and a service. Refused as `bad-id`. */
export function addressOf(user: unknown, service: unknown): Result<Address, AddressRefusal["reason"]> {
  if (typeof user !== "string" || typeof service !== "string") return checkAddress(user, service);
  const key = `${user.length} ${user}${service}`; // ids may hold any character, so the length separates them
  const before = known.get(key);
  if (before !== undefined) return accept(before);
  const address = checkAddress(user, service);
  if (address.ok && key.length <= LONGEST) {
    if (known.size >= MOST) known.clear();
    known.set(key, address.value);
  }
  return address;
}

function checkAddress(user: unknown, service: unknown): Result<Address, AddressRefusal["reason"]> {
  const person = canonicalId(user);
  if (!person.ok) return refuse("bad-id", `user: ${person.detail}`);
  const system = canonicalId(service);
  if (!system.ok) return refuse("bad-id", `service: ${system.detail}`);
  const subject = intakeSubject(system.value);
  if (!subject.ok) return subject;
  return accept({ user: person.value, service: system.value, subject: subject.value });
}
