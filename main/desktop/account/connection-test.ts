import { type Catalog, parseCatalog } from "../../contract/catalog.ts";
import type { Reply } from "../../contract/connection.ts";
import { unreachable } from "../../contract/result.ts";
import { serverAddress } from "../../contract/server-address.ts";
import { CATALOG_SUBJECT, subjectToken } from "../../contract/subject.ts";
import {
  stepOf,
  type TestCause,
  type TestOutcome,
  type TestStep,
} from "../../core/account/connection-test.ts";
import type { HeldCredentials } from "../../core/account/credentials.ts";
import type { DialFailure } from "../../core/feed/link.ts";
import type { Tls } from "../../core/policy/policy.ts";
import type { Link } from "../../nats/link.ts";
import { appInbox } from "../../nats/permissions.ts";
import type { Dial } from "../broker/transport.ts";

/** Limit of the whole test, in milliseconds. */
const TIME_LIMIT = 20_000;
/** Milliseconds. A broker without streams does not answer. */
const GET_TIMEOUT = 3_000;
const PING_TIMEOUT = 5_000;
/** Attempts before a stream counts as missing, because one reply may be lost. */
const GETS_AT_MOST = 2;

/** Account to test before it is saved. */
export interface TestedConnection {
  readonly servers: readonly string[];
  /** Canonical id. */
  readonly user: string;
  readonly credentials: HeldCredentials;
  readonly tls: Tls | undefined;
}

export interface TestPorts {
  readonly dial: Dial;
  /** Resolves to whether the host name has an address. */
  readonly resolves: (host: string) => Promise<boolean>;
  /** Calls back after `delay` milliseconds. Returns the undo. */
  readonly after: (delay: number, callback: () => void) => () => void;
  /** Called when a step begins. */
  readonly onStep: (step: TestStep) => void;
}

export interface ConnectionTest {
  /** Null after a cancellation. Never rejects. */
  readonly outcome: Promise<TestOutcome | null>;
  cancel(): void;
}

/**
 * Tests a connection in the way that the app uses it: signs in, subscribes, and reads the catalog and one retained
 * event. The test ends within {@link TIME_LIMIT}. It always closes its connection.
 */
export function testConnection(candidate: TestedConnection, ports: TestPorts): ConnectionTest {
  let isOver = false;
  let step: TestStep = "reach";
  let link: Link | undefined;
  let end: (outcome: TestOutcome | null) => void = () => {};

  const enter = (next: TestStep): void => {
    step = next;
    if (!isOver) ports.onStep(next);
  };
  const over = new Promise<TestOutcome | null>((resolve) => {
    end = (outcome) => {
      if (isOver) return;
      isOver = true;
      cancelLimit();
      void closeLink().then(() => resolve(outcome));
    };
  });
  const closeLink = async (): Promise<void> => {
    const open = link;
    link = undefined;
    await open?.close();
  };
  const cancelLimit = ports.after(TIME_LIMIT, () =>
    end({ kind: "failed", step, cause: "too-slow", detail: "" }),
  );

  async function run(): Promise<TestOutcome> {
    enter("reach");
    const { servers, user, credentials, tls } = candidate;
    const token = subjectToken(user);
    if (!token.ok) throw new Error(token.detail); // `parseDraft` has checked it
    const dialled = await ports.dial({ servers, credentials, tls, inboxPrefix: appInbox(user) }, () => {});
    if (!dialled.ok) return failedDial(dialled.failure, servers, ports.resolves);
    link = dialled.link;
    if (isOver)
      await closeLink(); // the test has ended meanwhile
    else enter("read");
    return isOver ? failed("too-slow", "") : read(dialled.link, user, token.value);
  }

  void run().then(end, (error: unknown) => end(failed("disconnected", String(error))));
  return { outcome: over, cancel: () => end(null) };
}

/** Checks that the person may subscribe to and read their own subjects. */
async function read(link: Link, user: string, token: string): Promise<TestOutcome> {
  const own = `approvals.${token}.*`;
  let isDenied = false;
  for (const subject of [own, CATALOG_SUBJECT]) {
    link.subscribe(
      subject,
      () => {},
      () => {
        isDenied = true;
      },
    );
  }
  // A server answers in order, so every denial arrives before the pong.
  if (!(await link.ping(PING_TIMEOUT))) return failed("disconnected", "", "read");
  if (isDenied) return failed("permission", user);
  const catalog = await get(link, "CATALOG", CATALOG_SUBJECT);
  const services = servicesIn(catalog);
  const trouble = (reply: Reply): TestOutcome | undefined =>
    reply.kind === "denied"
      ? failed("permission", user)
      : reply.kind === "unavailable"
        ? failed("no-stream", "")
        : undefined;
  const event = async (): Promise<Reply> =>
    get(link, "APPROVALS", own.replace("*", tokenOf(services[0]?.id)));
  return trouble(catalog) ?? trouble(await event()) ?? { kind: "succeeded", services };
}

async function get(link: Link, stream: string, subject: string): Promise<Reply> {
  for (let gets = 1; ; gets += 1) {
    const reply = await link.directGet(stream, subject, GET_TIMEOUT);
    if (reply.kind !== "unavailable" || gets >= GETS_AT_MOST) return reply;
  }
}

function servicesIn(reply: Reply): Catalog {
  if (reply.kind !== "message" || reply.origin !== CATALOG_SUBJECT) return [];
  const parsed = parseCatalog(reply.payload);
  return parsed.ok ? parsed.value.catalog : [];
}

/** The permission is the same for every service, so any token will do. */
function tokenOf(service: string | undefined): string {
  const token = subjectToken(service ?? "any");
  return token.ok ? token.value : "any";
}

async function failedDial(
  failure: DialFailure,
  servers: readonly string[],
  resolves: TestPorts["resolves"],
): Promise<TestOutcome> {
  switch (failure.kind) {
    case "file-unreadable":
      return { ...failed("file-unreadable", failure.file), why: failure.detail };
    case "refused":
      return failed(failure.cause, failure.detail);
    case "lost": {
      if (failure.isWithoutTls === true) return failed("no-encryption", "");
      if (failure.cause !== "unreachable") return failed(failure.cause, failure.detail);
      const hosts = servers.map((server) => serverAddress(server).host);
      const known = await Promise.all(hosts.map(resolves));
      return known.includes(true)
        ? failed("unreachable", failure.detail)
        : failed("name-not-found", hosts.join(", "));
    }
    default:
      return unreachable(failure);
  }
}

function failed(
  cause: TestCause,
  detail: string,
  step: TestStep = stepOf(cause),
): Extract<TestOutcome, { kind: "failed" }> {
  return { kind: "failed", step, cause, detail };
}
