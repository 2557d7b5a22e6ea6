import { defined } from "../../contract/defined.ts";
import {
  type EnrolledKey,
  type EnrolmentAnswer,
  type EnrolmentRefusal,
  enrolText,
  MOST_KEYS,
  renewText,
  typedCode,
} from "../../contract/enrolment.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import type { Answers } from "../../nats/answers.ts";
import { hashOfToken } from "../../nats/bearer-token.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { scopedUserJwt } from "../../nats/jwt.ts";
import { hasSigned } from "../../nats/native-pair.ts";
import { tokenOf } from "../../nats/permissions.ts";
import type { EnrolmentFile, EnrolmentPart } from "./config.ts";
import { changeKeys, useCode } from "./enrolled.ts";
import { challengeOf, Seals } from "./seals.ts";

export interface EnrolmentPorts {
  /** Requests over the present connection. @throws {BrokerError} without one */
  readonly answers: () => Answers;
  /** The id of a person of the people directory, also by an alias; undefined for anybody else. */
  readonly personOf: (user: string) => string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Renewals at the same time. */
const MOST_RENEWING = 256;
/** A key that was renewed within so many seconds is answered without a change of what the broker keeps. */
const RENEWED_LATELY = 10;

type Answered = Result<EnrolmentAnswer, EnrolmentRefusal>;

/** What proves to the server that a key is in the hands of the app that asks. */
interface Signed {
  readonly key: string;
  /** Of `enrolText` or `renewText`. */
  readonly signature: Uint8Array;
}

/**
 * Gives logins to the keys of apps: for a sign-on in the browser, for an administrator's code, and again as long as the
 * person is known and the key is not withdrawn.
 */
export class Enrolment {
  readonly seals: Seals;
  readonly #file: EnrolmentFile;
  readonly #part: Pick<EnrolmentPart, "lifetime" | "idle">;
  readonly #ports: EnrolmentPorts;
  readonly #renewing = new Map<string, Promise<Answered>>();

  constructor(file: EnrolmentFile, part: Pick<EnrolmentPart, "lifetime" | "idle">, ports: EnrolmentPorts) {
    this.#file = file;
    this.#part = part;
    this.#ports = ports;
    this.seals = new Seals(file.signingSeed, () => this.#seconds());
  }

  /** @param verifier of the challenge that the app gave to the browser */
  async bySignOn({ key, signature }: Signed, grant: string, verifier: string): Promise<Answered> {
    const read = this.seals.readGrant(grant);
    if (!read.ok) return read;
    const { user, pc, key: granted, challenge } = read.value;
    if (granted !== key || challengeOf(verifier) !== challenge)
      return refuse("bad-code", "the sign-on was for another app");
    if (!hasSigned(key, enrolText(key, grant), signature)) return notSigned();
    return this.#asked(() => this.#add(user, key, pc, "refused"));
  }

  /** @param typed the administrator's code, as typed */
  async byCode({ key, signature }: Signed, typed: string, pc: string): Promise<Answered> {
    const code = typedCode(typed);
    if (code === undefined) return refuse("bad-code", "a code has 16 letters and digits");
    if (!hasSigned(key, enrolText(key, code), signature)) return notSigned();
    return this.#asked(async () => {
      const used = await useCode(
        this.#ports.answers(),
        hashOfToken(code).toString("hex"),
        key,
        this.#seconds(),
      );
      return used.ok ? this.#add(used.value.user, key, pc, "again") : used;
    });
  }

  /** @param nonce of {@link Seals.nonce} */
  async renew({ key, signature }: Signed, user: string, nonce: string): Promise<Answered> {
    if (!this.seals.isNonce(nonce) || !hasSigned(key, renewText(key, user, nonce), signature))
      return notSigned();
    // A signature can be sent many times, and is one renewal.
    const name = `${key} ${user}`;
    const running = this.#renewing.get(name);
    if (running !== undefined) return running;
    if (this.#renewing.size >= MOST_RENEWING) return refuse("unavailable", "too many renew at the same time");
    const renewal = this.#renew(key, user).finally(() => this.#renewing.delete(name));
    this.#renewing.set(name, renewal);
    return renewal;
  }

  #renew(key: string, user: string): Promise<Answered> {
    return this.#asked(async () => {
      const now = this.#seconds();
      const answers = this.#ports.answers();
      const person = this.#ports.personOf(user);
      const renewed = await changeKeys(answers, user, (keys) => {
        const known = keys.find((each) => each.key === key);
        if (known === undefined || now - known.renewedAt > this.#part.idle)
          return refuse("key-unknown", "this key did not enrol, or not for long");
        if (known.withdrawnAt !== undefined) return withdrawn();
        if (person === undefined) return unknownPerson();
        if (now - known.renewedAt < RENEWED_LATELY) return accept(keys);
        const next: EnrolledKey = { ...known, renewedAt: now, expiresAt: now + this.#part.lifetime };
        return accept(keys.map((each) => (each === known ? next : each)));
      });
      if (!renewed.ok) return renewed;
      if (person === undefined || person === user) return this.#answer(user, key, now);
      // A renamed person: the key goes on under the new id.
      const pc = renewed.value.find((each) => each.key === key)?.pc ?? "";
      const moved = await this.#add(person, key, pc, "again");
      if (moved.ok)
        await changeKeys(answers, user, (keys) => accept(keys.filter((each) => each.key !== key)));
      return moved;
    });
  }

  /** @param ifThere what becomes of a key that has enrolled before: a sign-on is good for one key, once */
  async #add(named: string, key: string, pc: string, ifThere: "again" | "refused"): Promise<Answered> {
    const user = this.#ports.personOf(named);
    if (user === undefined) return unknownPerson();
    const now = this.#seconds();
    const added = await changeKeys(this.#ports.answers(), user, (keys) => {
      const known = keys.find((each) => each.key === key);
      if (known?.withdrawnAt !== undefined) return withdrawn();
      if (known !== undefined && ifThere === "refused") return refuse("code-used", "the sign-on was used");
      const isLive = (each: EnrolledKey): boolean =>
        each.withdrawnAt === undefined && now - each.renewedAt <= this.#part.idle;
      const others = keys.filter((each) => each !== known);
      const live = others.filter(isLive);
      if (live.length >= MOST_KEYS) return refuse("too-many-keys", `the person has ${MOST_KEYS} PCs`);
      const own = { key, pc, enrolledAt: now, renewedAt: now, expiresAt: now + this.#part.lifetime };
      // The ended ones that are kept are the newest, so that their withdrawal is remembered.
      const ended = others.filter((each) => !isLive(each));
      const room = MOST_KEYS - 1 - live.length;
      return accept([...(room > 0 ? ended.slice(-room) : []), ...live, own]);
    });
    return added.ok ? this.#answer(user, key, now) : added;
  }

  async #answer(user: string, key: string, now: number): Promise<Answered> {
    const { account, signingSeed, servers, ca } = this.#file;
    const { lifetime } = this.#part;
    const expiresAt = now + lifetime;
    const jwt = await scopedUserJwt({ token: tokenOf(user), user: key, account, expiresAt }, signingSeed);
    return accept({ user, jwt, expiresAt, lifetime, servers, ...defined({ ca }) });
  }

  async #asked(work: () => Promise<Answered>): Promise<Answered> {
    try {
      return await work();
    } catch (error) {
      // Its own words name the person, and subjects of the broker.
      if (error instanceof BrokerError) return refuse("unavailable", `the broker: ${error.reason}`);
      throw error;
    }
  }

  #seconds(): number {
    return Math.floor(this.#ports.now() / 1000);
  }
}

const notSigned = () => refuse("bad-signature", "the request is not signed by its key, or too old");
const withdrawn = () => refuse("key-withdrawn", "an administrator withdrew this key");
const unknownPerson = () => refuse("person-unknown", "the person is not in the directory");
