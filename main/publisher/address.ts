import { accept, type Refusal, type Result, refuse } from "../contract/result.ts";
import {
  type ApprovalsAddress,
  approvalsSubject,
  canonicalId,
  parseApprovalsSubject,
} from "../contract/subject.ts";

/** Where events of one person in one service go: canonical ids, and the subject that stands for them. */
export interface Address extends ApprovalsAddress {
  readonly subject: string;
}

export type AddressRefusal = Refusal<"bad-id" | "bad-subject">;

/** Addresses remembered at the most, a few hundred bytes each; and the length up to which an id is worth it. */
const MOST = 10_000;
const LONGEST = 256;

/** A service writes for the same people again and again, and to check an id costs as much as all the rest of an event. */
const known = new Map<string, Address>();

export function addressOf(user: unknown, service: unknown): Result<Address, AddressRefusal["reason"]> {
  if (typeof user !== "string" || typeof service !== "string") return checkAddress(user, service);
  const key = `${user.length} ${user}${service}`; // ids may hold any character: only the length tells them apart
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
  const subject = approvalsSubject(person.value, system.value);
  if (!subject.ok) return subject;
  const read = parseApprovalsSubject(subject.value); // as the app will read it
  return read.ok ? accept({ ...read.value, subject: subject.value }) : read;
}
