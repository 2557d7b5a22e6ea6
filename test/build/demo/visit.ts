import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import type { SystemId } from "../../../build/demo/services.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { type ApprovalEvent, parseEvent } from "../../../main/contract/event.ts";
import { approvalsSubject, subjectToken } from "../../../main/contract/subject.ts";
import { type Policy, parsePolicy } from "../../../main/core/policy/policy.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";

/** The running demo as its person, its app and its pages see it. */
export class Visit {
  readonly policy: Policy;
  readonly origin: string;
  private connection: NatsConnection | undefined;

  constructor(dataDir: string) {
    const policy = parsePolicy(readFileSync(join(dataDir, "policy.json")));
    if (!policy.ok) throw new Error(policy.detail);
    this.policy = policy.value;
    this.origin = policy.value.linkOrigins[0] ?? "";
  }

  /** The app's own login, with nothing that the app may not do. */
  async connect(): Promise<NatsConnection> {
    const { servers, credentials, user } = this.policy;
    const me = subjectToken(user);
    if (credentials === undefined || !("username" in credentials) || !me.ok) throw new Error("no login");
    this.connection ??= await connectBroker({
      servers,
      ...credentials,
      inboxPrefix: `_TRAY.${me.value}`,
    });
    return this.connection;
  }

  async retained(service: SystemId): Promise<ApprovalEvent> {
    const subject = approvalsSubject(this.policy.user, service);
    if (!subject.ok) throw new Error(subject.detail);
    const connection = await this.connect();
    const answer = await waitFor(
      // One that is asked while the broker restarts is never answered.
      () =>
        connection.request(`$JS.API.DIRECT.GET.APPROVALS.${subject.value}`, undefined, { timeout: 2_000 }),
      { what: `the retained event of ${service}` },
    );
    const event = parseEvent(subject.value, answer.data);
    if (!event.ok) throw new Error(`${answer.headers?.code}: ${event.detail}`);
    return event.value;
  }

  async page(path: string, headers: Record<string, string> = {}): Promise<string> {
    return (await fetch(`${this.origin}${path}`, { headers })).text();
  }

  /** Posts a form as a browser does from the demo's own page. */
  post(path: string, form: Record<string, string> = {}, origin = this.origin): Promise<Response> {
    return fetch(`${this.origin}${path}`, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { origin },
      redirect: "manual",
    });
  }

  async leave(): Promise<void> {
    await this.connection?.close();
  }
}
