import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type RunningApp, startApp } from "../../build/demo/app.ts";
import { describeAppLine } from "../../build/demo/app-lines.ts";
import { nextArrival } from "../../build/demo/arrivals.ts";
import { type DemoBroker, openBroker, writerName } from "../../build/demo/broker.ts";
import { decide, eventOf, newQueue, type Queue, type Request, receive } from "../../build/demo/company.ts";
import { runDemo } from "../../build/demo/demo.ts";
import { Desk, type Happening } from "../../build/demo/desk.ts";
import { Folder } from "../../build/demo/folder.ts";
import { html } from "../../build/demo/html.ts";
import { languageOf } from "../../build/demo/messages.ts";
import { parseOptions } from "../../build/demo/options.ts";
import { drawRequest } from "../../build/demo/requests.ts";
import { catalogOf, type DemoService, SERVICES, type ServiceId } from "../../build/demo/services.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { isAlive } from "../../build/is-alive.ts";
import { repoRoot } from "../../build/paths.ts";
import { parseCatalog } from "../../main/contract/catalog.ts";
import { type ApprovalEvent, parseEvent } from "../../main/contract/event.ts";
import { checkLink } from "../../main/contract/link.ts";
import { approvalsSubject, CATALOG_SUBJECT, subjectToken } from "../../main/contract/subject.ts";
import { type Policy, parsePolicy } from "../../main/core/policy/policy.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";

const NOW = Date.UTC(2026, 10, 22, 9);
const leave: Request = {
  requester: { ko: "김민준", en: "Kim Min-jun" },
  team: { ko: "영업1팀", en: "Sales 1" },
  title: { ko: "연차 휴가", en: "Annual leave" },
  detail: { ko: "1일", en: "1 day" },
};

function serviceOf(id: ServiceId): DemoService {
  return SERVICES.find((service) => service.id === id) as DemoService;
}

describe("demo company", () => {
  test("a request raises count and sequence by one, and so does nothing else", () => {
    const empty = newQueue(NOW);
    const one = receive(empty, leave, "HR", NOW + 1);
    expect(eventOf("hong.gd", "hr-leave", one)).toEqual({
      user: "hong.gd",
      service: "hr-leave",
      count: 1,
      occurredAt: NOW + 1,
      sequence: 1n,
      epoch: NOW / 1000,
    });
    expect(empty.items).toEqual([]);
  });

  test("a decision lowers the count by a newer event", () => {
    const two = receive(receive(newQueue(NOW), leave, "HR", NOW), leave, "HR", NOW);
    const one = decide(two, "HR-1", NOW + 5);
    expect(one?.items.map(({ id }) => id)).toEqual(["HR-2"]);
    expect(one?.sequence).toBe(3);
    expect(one?.changedAt).toBe(NOW + 5);
  });

  test("deciding twice changes nothing the second time", () => {
    const one = receive(newQueue(NOW), leave, "HR", NOW);
    expect(decide(decide(one, "HR-1", NOW) as Queue, "HR-1", NOW)).toBeUndefined();
  });

  test("the event carries the earliest deadline", () => {
    const later = receive(newQueue(NOW), { ...leave, dueAt: NOW + 9 }, "HR", NOW);
    const both = receive(later, { ...leave, dueAt: NOW + 4 }, "HR", NOW);
    expect(eventOf("u", "s", receive(both, leave, "HR", NOW)).dueAt).toBe(NOW + 4);
  });

  test("a queue that starts afresh is newer than the one that was lost", () => {
    expect(newQueue(NOW + 1000).epoch).toBeGreaterThan(newQueue(NOW).epoch);
  });

  test("every service draws requests that are complete in both languages", () => {
    for (const { id } of SERVICES) {
      for (const value of [0, 0.3, 0.6, 0.999]) {
        const { requester, team, title, detail } = drawRequest(id, () => value, NOW);
        for (const text of [requester, team, title, detail]) {
          expect(text.ko).not.toMatch(/^$|undefined|NaN/);
          expect(text.en).not.toMatch(/^$|undefined|NaN|[가-힣]/);
        }
      }
    }
  });

  test("arrivals keep to half and one and a half of a service's own pace", () => {
    const mail = serviceOf("mail");
    expect(nextArrival(mail, "normal", () => 0)).toBe(10_000);
    expect(nextArrival(mail, "normal", () => 1)).toBe(30_000);
    expect(nextArrival(mail, "slow", () => 0)).toBeGreaterThan(nextArrival(mail, "fast", () => 1));
  });
});

describe("demo desk", () => {
  const user = "hong.gd";
  let folder: Folder;
  let broker: DemoBroker;
  const apps: NatsConnection[] = [];
  beforeAll(async () => {
    folder = new Folder(newDataDir(), () => {});
    const secrets = folder.secrets();
    broker = await openBroker({
      dataDir: folder.file("broker"),
      ...{ user, secrets, port: undefined, died() {} },
    });
    const origin = "http://127.0.0.1:8320";
    await broker.prepare(catalogOf(origin), origin);
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await broker?.dispose();
  });

  interface Opened {
    readonly desk: Desk;
    readonly told: Happening[];
    readonly saved: Queue[];
    /** Sequences in the order in which the app hears them. */
    readonly heard: bigint[];
  }

  /** A service whose first day it is; the broker has its count. */
  async function deskOf(service: ServiceId): Promise<Opened> {
    const opened = { told: [] as Happening[], saved: [] as Queue[], heard: [] as bigint[] };
    const subject = approvalsSubject(user, service);
    if (!subject.ok) throw new Error(subject.detail);
    const login = { servers: [broker.url], username: user, password: folder.secrets().app };
    const app = await connectBroker({ ...login, inboxPrefix: "_TRAY.hong%2Egd" });
    apps.push(app);
    app.subscribe(subject.value, {
      callback(_error, message) {
        const event = parseEvent(message.subject, message.data);
        if (event.ok) opened.heard.push(event.value.sequence);
      },
    });
    await app.flush();
    const desk = await Desk.open(serviceOf(service), user, newQueue(NOW), {
      broker: {
        servers: [broker.url],
        username: writerName(service),
        password: folder.secrets().writers[service],
      },
      directory: folder.file("outbox", service),
      save: (queue) => opened.saved.push(queue),
      tell: (_service, happening) => opened.told.push(happening),
      now: () => NOW,
    });
    await delivered(desk);
    return { desk, ...opened };
  }

  const delivered = (desk: Desk): Promise<unknown> =>
    waitFor(() => desk.isDelivered, { what: "the desk delivers" });

  test("a state is saved before it is submitted", async () => {
    const { desk, saved } = await deskOf("hr-leave");
    desk.request(leave);
    expect(saved.at(-1)).toBe(desk.queue);
    expect(desk.isDelivered).toBe(false);
    await desk.stop();
  });

  test("while the broker is away it keeps the newest count, says so once, and delivers it on return", async () => {
    const { desk, told } = await deskOf("visitor-access");
    await broker.stop();
    for (const _ of [1, 2, 3]) desk.request(leave);
    await waitFor(() => told.some(({ kind }) => kind === "waiting"), { what: "the desk notices" });
    desk.request(leave);
    await broker.start();
    await delivered(desk);
    expect(told.filter(({ kind }) => kind === "waiting")).toHaveLength(1);
    const published = told.flatMap((each) => (each.kind === "published" ? [each.event.sequence] : []));
    expect(published).toEqual([0n, 4n]);
    await desk.stop();
  });

  test("a careless service sends its previous event late and doubled, and puts it right", async () => {
    const { desk, heard } = await deskOf("mail");
    for (const _ of [1, 2]) {
      desk.request(leave);
      await delivered(desk);
    }
    const expected = [0n, 1n, 0n, 0n, 1n, 2n, 1n, 1n, 2n];
    await waitFor(() => heard.length >= expected.length, { what: "all is heard" });
    expect(heard).toEqual(expected);
    await desk.stop();
  });

  test("what changes while a delivery is on its way is delivered too", async () => {
    const { desk, heard } = await deskOf("finance-card");
    for (let change = 1; change <= 40; change += 1) {
      desk.request(leave);
      await new Promise(setImmediate);
    }
    await delivered(desk);
    await waitFor(() => heard.at(-1) === 40n, { what: "the newest is heard" });
    await desk.stop();
  });
});

describe("demo details", () => {
  test("inserted text is escaped, markup of ours is not", () => {
    expect(html`<p title="${'"<&'}">${html`<b>${1}</b>`}</p>`.text).toBe(
      '<p title="&#34;&#60;&#38;"><b>1</b></p>',
    );
  });

  test("the language is English for an English locale and Korean otherwise", () => {
    expect(languageOf({ LANG: "en_GB.UTF-8" })).toBe("en");
    expect(languageOf({ LANG: "en_GB.UTF-8", LC_ALL: "ko_KR.UTF-8" })).toBe("ko");
    expect(languageOf({ LANG: "C.UTF-8" })).toBe("ko");
    expect(languageOf({})).toBe("ko");
  });

  test("of the app's log the terminal shows connection, notices and warnings, in the person's words", () => {
    const shown = (said: string): string | undefined =>
      describeAppLine("en", `2026-11-22T09:00:00.000Z ${said}`);
    expect(shown("info connection: fresh")).toBe("up to date");
    expect(shown('info told: {"kind":"notice","service":"mail","count":3,"toldCount":2}')).toBe(
      "notified (Mail 3)",
    );
    expect(
      shown('info told: {"kind":"digest","rows":[{"service":"mail","count":3},{"service":"x","count":1}]}'),
    ).toBe("notified (Mail 3, x 1)");
    expect(shown("warn event refused: bad-count")).toBe("event refused: bad-count");
    expect(shown("info not told: collecting")).toBeUndefined();
    expect(describeAppLine("en", "[123:ERROR] gpu chatter")).toBeUndefined();
  });
});

describe("demo app", () => {
  /** Stands in for the app: it says what `code` says, and a helper of its own would outlive it. */
  function appThat(code: string): { app: RunningApp; lines: string[] } {
    const helper =
      "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])";
    const lines: string[] = [];
    const app = startApp(
      {
        file: process.execPath,
        args: ["-e", `const helper = ${helper}; ${code}; console.log(helper.pid)`],
        env: process.env,
      },
      { logFile: join(newDataDir(), "app.log"), onLine: (line) => lines.push(line) },
    );
    return { app, lines };
  }
  const helperOf = (lines: readonly string[]): Promise<number> =>
    waitFor(() => Number(lines[0]), { what: "the helper" });
  const isGone = (pid: number): Promise<boolean> => waitFor(() => !isAlive(pid), { what: "the helper ends" });

  test("an app that quits by itself has ended in order, and its helpers end too", async () => {
    const { app, lines } = appThat("setTimeout(() => process.exit(0), 50)");
    const helper = await helperOf(lines);
    expect(await app.ended).toEqual({ isOrderly: true, how: "code 0" });
    await isGone(helper);
  });

  test("an app that crashes is told apart", async () => {
    expect(await appThat("process.exit(7)").app.ended).toEqual({ isOrderly: false, how: "code 7" });
    expect((await appThat("process.kill(process.pid, 'SIGSEGV')").app.ended).isOrderly).toBe(false);
  });

  test("an app that hears is asked to quit, and nothing of it is left", async () => {
    const { app, lines } = appThat(
      "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6)",
    );
    const helper = await helperOf(lines);
    await app.stop();
    expect((await app.ended).isOrderly).toBe(true);
    await isGone(helper);
  });
});

const dataDirs: string[] = [];
function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "alrimi-demo-test-"));
  dataDirs.push(dataDir);
  return dataDir;
}
afterAll(() => {
  for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
});

/** The running demo as its person, its app and its pages see it. */
class Visit {
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

  async retained(service: ServiceId): Promise<ApprovalEvent> {
    const subject = approvalsSubject(this.policy.user, service);
    if (!subject.ok) throw new Error(subject.detail);
    const connection = await this.connect();
    const answer = await connection.request(`$JS.API.DIRECT.GET.APPROVALS.${subject.value}`, undefined, {
      timeout: 30_000,
    });
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

describe("demo with a real broker", () => {
  const dataDir = newDataDir();
  const lines: string[] = [];
  const stop = new AbortController();
  let demo: Promise<number>;
  let visit: Visit;

  beforeAll(async () => {
    const args = ["--no-app", "--pace=off", "--language=en", `--data-dir=${dataDir}`];
    demo = runDemo(parseOptions(args, {}), stop.signal, (line) => lines.push(line));
    await Promise.race([
      demo,
      waitFor(() => lines.some((line) => line.startsWith("Policy file")), { what: "demo" }),
    ]);
    visit = new Visit(dataDir);
  });
  afterAll(async () => {
    await visit?.leave();
    stop.abort();
    expect(await demo).toBe(0);
    expect(runningOn(dataDir)).toEqual([]);
  });

  const reaches = (service: ServiceId, count: number): Promise<ApprovalEvent> =>
    waitFor(() => visit.retained(service), {
      what: `${service} retains ${count}`,
      until: (event) => event.count === count,
    });

  test("on the first day a few requests wait, and the broker has every count", async () => {
    for (const { id, waitingAtFirst } of SERVICES) await reaches(id, waitingAtFirst);
  });

  test("the catalog names five services with links that the policy allows", async () => {
    const connection = await visit.connect();
    const answer = await connection.request(`$JS.API.DIRECT.GET.CATALOG.${CATALOG_SUBJECT}`);
    const catalog = parseCatalog(answer.data);
    if (!catalog.ok) throw new Error(catalog.detail);
    expect(catalog.value.catalog.map(({ id }) => id)).toEqual(SERVICES.map(({ id }) => id));
    for (const { url } of catalog.value.catalog) {
      expect(checkLink(url, visit.policy.linkOrigins).ok).toBe(true);
      expect((await fetch(url as string)).status).toBe(200);
    }
  });

  test("a request raises the retained event, an approval lowers it", async () => {
    const before = await visit.retained("e-approval");
    expect((await visit.post("/e-approval/request")).status).toBe(303);
    const raised = await reaches("e-approval", before.count + 1);
    expect(raised.sequence).toBe(before.sequence + 1n);

    const [, item = ""] = /name="item" value="([^"]+)"/.exec(await visit.page("/e-approval")) ?? [];
    await visit.post("/e-approval/decide", { item, decision: "approve" });
    const lowered = await reaches("e-approval", before.count);
    expect(lowered.sequence).toBe(before.sequence + 2n);
    expect(await visit.page("/e-approval")).not.toContain(`value="${item}"`);
  });

  test("the careless service's late events reach subscribers, yet the newest is what stays", async () => {
    const before = await visit.retained("mail");
    const seen: bigint[] = [];
    const subject = approvalsSubject(visit.policy.user, "mail");
    if (!subject.ok) throw new Error(subject.detail);
    const connection = await visit.connect();
    const subscription = connection.subscribe(subject.value, {
      callback(_error, message) {
        const event = parseEvent(message.subject, message.data);
        if (event.ok) seen.push(event.value.sequence);
      },
    });
    await connection.flush();
    await visit.post("/mail/request");
    const [old, newest] = [before.sequence, before.sequence + 1n];
    await waitFor(() => seen.length === 4, { what: "newest, old, old, newest" });
    expect(seen).toEqual([newest, old, old, newest]);
    expect((await visit.retained("mail")).sequence).toBe(newest);
    subscription.unsubscribe();
  });

  test("a burst arrives whole: the counts add up", async () => {
    const total = async (): Promise<number> => {
      const events = await Promise.all(SERVICES.map(({ id }) => visit.retained(id)));
      return events.reduce((sum, { count }) => sum + count, 0);
    };
    const before = await total();
    await visit.post("/burst");
    await waitFor(total, { what: "50 more", until: (now) => now === before + 50 });
  });

  test("while the broker is down a service keeps its count, and delivers it when the broker is back", async () => {
    const before = await visit.retained("visitor-access");
    await visit.post("/broker/stop");
    await waitFor(async () => (await visit.page("/")).includes('class="light stopped"'), { what: "stopped" });
    await visit.post("/visitor-access/request");
    expect(await visit.page("/")).toContain("not delivered yet");
    await visit.post("/broker/start");
    const after = await reaches("visitor-access", before.count + 1);
    expect(after.sequence).toBe(before.sequence + 1n);
    await waitFor(async () => !(await visit.page("/")).includes("not delivered yet"), { what: "delivered" });
  });

  test("a form from another site, or from nowhere, approves nothing", async () => {
    const before = await visit.retained("hr-leave");
    expect((await visit.post("/hr-leave/request", {}, "http://evil.example")).status).toBe(403);
    expect((await visit.post("/hr-leave/request", {}, "null")).status).toBe(403);
    const bare = await fetch(`${visit.origin}/hr-leave/request`, { method: "POST" });
    expect(bare.status).toBe(403);
    expect(await visit.retained("hr-leave")).toEqual(before);
  });

  test("pages carry a strict policy, and what is not there is not found", async () => {
    const answer = await fetch(`${visit.origin}/hr-leave`);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await fetch(`${visit.origin}/nothing`)).status).toBe(404);
    expect((await fetch(`${visit.origin}//evil.example/%`)).status).toBe(404);
    expect((await visit.post("/hr-leave/decide", { item: "HR-1", decision: "maybe" })).status).toBe(404);
    expect((await visit.post("/hr-leave/decide", { item: "x".repeat(10_000) })).status).toBe(413);
  });

  test("an unchanged page is not sent again", async () => {
    const etag = (await fetch(`${visit.origin}/hr-leave`)).headers.get("etag") ?? "";
    const again = await fetch(`${visit.origin}/hr-leave`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  });

  test("passwords are readable by their owner only", () => {
    for (const name of ["secrets.json", "policy.json"]) {
      expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
    }
  });
});

/** Ids of processes whose command line or environment names the folder. */
/** @param argument what else stands on their command lines */
function runningOn(dataDir: string, argument = ""): string[] {
  const isOurs = (pid: string): boolean => {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return commandLine.includes(dataDir) && commandLine.includes(argument);
    } catch {
      return false; // gone
    }
  };
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOurs(name));
}

describe("demo command", () => {
  const groups: ChildProcess[] = [];
  afterEach(() => {
    for (const { pid } of groups.splice(0)) {
      try {
        if (pid !== undefined) process.kill(-pid, "SIGKILL");
      } catch {
        // nothing is left
      }
    }
  });

  interface Started {
    readonly child: ChildProcess;
    output(): string;
    readonly code: Promise<number | null>;
  }

  /** A process group of its own, as a terminal makes one. */
  function start(file: string, args: readonly string[]): Started {
    const env = { ...process.env, LC_ALL: "en_US.UTF-8", DISPLAY: "", WAYLAND_DISPLAY: "" };
    const child = spawn(file, args, {
      cwd: repoRoot,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    groups.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const code = new Promise<number | null>((resolve) => child.once("close", resolve));
    return { child, output: () => output, code };
  }

  const tsx = join(repoRoot, "node_modules", ".bin", "tsx");
  const demo = (...args: readonly string[]): Started => start(tsx, ["build/demo/index.ts", ...args]);
  const isUp = async (started: Started): Promise<void> => {
    const failed = started.code.then((code) => {
      throw new Error(`ended with ${code}: ${started.output()}`);
    });
    failed.catch(() => {}); // it also ends at the end
    const up = () => started.output().includes("Policy file") || started.output();
    await Promise.race([waitFor(up, { what: "the demo is up", until: (said) => said === true }), failed]);
  };
  const locksIn = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith("lock"));
  const isOver = (dataDir: string): Promise<unknown> =>
    waitFor(() => runningOn(dataDir), { what: "no process is left", until: ({ length }) => length === 0 });

  test("Ctrl-C ends it in order and leaves no process; the next start goes on where it was", async () => {
    const dataDir = newDataDir();
    const args = ["--no-app", "--pace=off", `--data-dir=${dataDir}`];
    const first = start("npm", ["start", "--", ...args]);
    await isUp(first);
    const visit = new Visit(dataDir);
    await visit.post("/mail/request");
    process.kill(-(first.child.pid ?? 0), "SIGINT");
    await first.code; // npm's own: it dies of the signal
    expect(first.output()).toContain("No process is left");
    await isOver(dataDir);
    expect(locksIn(dataDir)).toEqual([]);

    const second = demo(...args);
    await isUp(second);
    const again = new Visit(dataDir);
    expect(again.policy).toEqual(visit.policy); // same ports, same password
    const event = await waitFor(() => again.retained("mail"), { what: "mail" });
    expect([event.sequence, event.count]).toEqual([4n, 4]);
    await again.leave();
    process.kill(-(second.child.pid ?? 0), "SIGTERM");
    await second.code;
    await isOver(dataDir);
  });

  test.skipIf(process.platform !== "linux")(
    "without a display it shows the board on its own desktop",
    async () => {
      const dataDir = newDataDir();
      const started = demo("--pace=off", `--data-dir=${dataDir}`, `--screens=${join(dataDir, "screens")}`);
      await waitFor(() => runningOn(dataDir, "--type=renderer"), {
        what: "the board has a page",
        until: ({ length }) => length === 1,
      });
      process.kill(-(started.child.pid ?? 0), "SIGINT");
      expect(await started.code, started.output()).toBe(0);
      await isOver(dataDir);
    },
  );

  test("npm told to end (SIGTERM to npm alone) ends it too", async () => {
    const dataDir = newDataDir();
    const started = start("npm", ["start", "--", "--no-app", "--pace=off", `--data-dir=${dataDir}`]);
    await isUp(started);
    started.child.kill("SIGTERM");
    await isOver(dataDir);
    expect(locksIn(dataDir)).toEqual([]);
  });

  test("a second start on the same data folder says that it runs already, and where", async () => {
    const dataDir = newDataDir();
    const args = ["--no-app", "--pace=off", `--data-dir=${dataDir}`];
    const first = demo(...args);
    await isUp(first);
    const second = demo(...args);
    expect(await second.code).toBe(1);
    expect(second.output()).toContain("running already");
    expect(second.output()).toContain(new Visit(dataDir).origin);
    expect(first.child.exitCode).toBeNull();
    process.kill(-(first.child.pid ?? 0), "SIGKILL"); // its lock stays behind
    await first.code;
    await isOver(dataDir);
    expect(locksIn(dataDir)).toHaveLength(1);

    const third = demo(...args);
    await isUp(third);
    process.kill(-(third.child.pid ?? 0), "SIGINT");
    expect(await third.code).toBe(0);
  });

  test("an unknown option and an impossible value are named", async () => {
    const unknown = demo("--speed=fast");
    expect(await unknown.code).toBe(1);
    expect(unknown.output()).toContain("--speed");
    const impossible = demo("--pace=warp");
    expect(await impossible.code).toBe(1);
    expect(impossible.output()).toContain("slow, normal, fast, off");
  });
});
