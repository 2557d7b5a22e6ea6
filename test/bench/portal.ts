import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { compileIfNeeded } from "../../build/compile.ts";
import { outDir } from "../../build/paths.ts";
import { putCatalog } from "../../main/admin/catalog.ts";
import { startBroker } from "../../main/admin/embedded-broker.ts";
import { provision } from "../../main/admin/provision.ts";
import { Answers, storeBy } from "../../main/nats/answers.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, KEEPER_INBOX } from "../../main/nats/permissions.ts";
import { Seal } from "../../main/server/sign-on/seal.ts";
import { CATALOG, companyLogins, eventText, passwordOf, SERVICES, userId } from "./crowd/company.ts";
import { type Compiled, compileScript } from "./crowd/compiled.ts";
import { checkFileLimit, cpuOf, memoryOf, monotonic } from "./crowd/process-figures.ts";
import { OpenPages } from "./open-pages.ts";
import type { Figure } from "./report.ts";
import { quantile } from "./statistics.ts";

const PEOPLE = Number(process.argv[3] ?? 10_000);
const EVENTS = 2_000;
/** People whose events are stored at the same time. */
const CHUNK = 200;
/** Milliseconds between two events. */
const GAP = 5;
/** Milliseconds for a server to come to rest before its memory is read. */
const REST = 4_000;
const SECRET = "a-session-key-of-the-measurement-0123456789";

interface Measured {
  /** KiB for each open page. */
  readonly memory: number;
  /** Seconds until everybody has what there is. */
  readonly opening: number;
  /** Milliseconds from the broker's acknowledgement being asked for until the page has it. */
  readonly times: readonly number[];
  /** µs of processor time for an event. */
  readonly cpu: number;
}

/** The portal with 10,000 open pages, beside the least that could send the same events to as many. */
export async function measurePortal(): Promise<readonly Figure[]> {
  checkFileLimit(PEOPLE);
  await compileIfNeeded();
  const folder = await mkdtemp(join(tmpdir(), "alrimi-portal-"));
  const [secretFile, keyFile] = [join(folder, "secret"), join(folder, "key")];
  await Promise.all([secretFile, keyFile].map((file) => writeFile(file, SECRET)));
  const login = { username: "portal", password: passwordOf("portal") };
  const broker = await startBroker({
    dataDir: join(folder, "broker"),
    config: { ...companyLogins(0), portal: login },
  });
  const scripts = await Promise.all(
    ["keeper-process.ts", "../bare-stream-process.ts", "../portal-process.ts"].map(compileScript),
  );
  const [keeperScript, bareScript, portalScript] = scripts as [Compiled, Compiled, Compiled];
  await copyFile(
    join(outDir, "service/alrimi-board.js"),
    join(dirname(portalScript.file), "assets/alrimi-board.js"),
  );
  const as = (username: string, inboxPrefix: string) =>
    connectBroker({ servers: [broker.url], username, password: passwordOf(username), inboxPrefix });
  const administrator = await as("admin", ADMINISTRATOR_INBOX);
  await provision(administrator);
  await putCatalog(administrator, Buffer.from(CATALOG));
  const keeper = await as("keeper", KEEPER_INBOX);
  const store = storeOver(new Answers(keeper, KEEPER_INBOX));
  for (let from = 0; from < PEOPLE; from += CHUNK) {
    await Promise.all(
      Array.from({ length: Math.min(CHUNK, PEOPLE - from) }, (_, index) =>
        Promise.all(SERVICES.map((service) => store(from + index, service))),
      ),
    );
  }
  const seal = new Seal(Buffer.from(SECRET), Date.now);
  const cookies = await Promise.all(
    Array.from({ length: PEOPLE }, (_, person) => seal.seal("session", { login: userId(person) }, 3_600)),
  );
  const working = spawn(process.execPath, [keeperScript.file, broker.url, passwordOf("keeper")], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  try {
    const bare = await under(bareScript.file, [broker.url], (person) => `X-User: ${userId(person)}`, store);
    const portal = await under(
      portalScript.file,
      [broker.url, secretFile, keyFile, String(PEOPLE)],
      (person) => `Cookie: __Host-alrimi=${cookies[person]}`,
      store,
    );
    return figuresOf(portal, bare);
  } finally {
    await ended(working);
    await Promise.all([administrator.close(), keeper.close()]);
    await broker.stop();
    await Promise.all(scripts.map((script) => script.dispose()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Stores an event that is newer than all before it. */
type Store = (person: number, service: string) => Promise<unknown>;

function storeOver(answers: Answers): Store {
  let sequence = 0;
  return (person, service) => {
    sequence += 1;
    return storeBy(
      answers,
      `approvals.${userId(person)}.${service}`,
      eventText(userId(person), service, sequence),
      30_000,
    );
  };
}

async function under(
  file: string,
  args: readonly string[],
  headers: (person: number) => string,
  store: Store,
): Promise<Measured> {
  const server = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = server.pid ?? 0;
  try {
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    await sleep(REST);
    const before = memoryOf(pid).now;
    const from = monotonic();
    const pages = await OpenPages.open(new URL(line), PEOPLE, headers);
    const opening = (monotonic() - from) / 1e3;
    await sleep(REST);
    const memory = (memoryOf(pid).now - before) / PEOPLE;
    const cpuFrom = cpuOf(pid);
    const times: Promise<number>[] = [];
    for (let event = 0; event < EVENTS; event += 1) {
      times.push(sent(pages, (event * 7_919) % PEOPLE, store));
      await sleep(GAP);
    }
    const all = await Promise.all(times);
    const cpu = ((cpuOf(pid) - cpuFrom) * 1e3) / EVENTS;
    pages.close();
    return { memory, opening, times: all, cpu };
  } finally {
    await ended(server);
  }
}

/** Milliseconds until a person's page has an event. */
async function sent(pages: OpenPages, person: number, store: Store): Promise<number> {
  const from = monotonic();
  const arrived = pages.arrival(person, "event: board");
  await Promise.all([store(person, SERVICES[0]), arrived]);
  return monotonic() - from;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

function figuresOf(portal: Measured, bare: Measured): readonly Figure[] {
  const figure = (
    name: string,
    unit: Figure["unit"],
    value: (of: Measured) => number,
    aim?: NonNullable<Figure["aim"]>,
  ): Figure => ({
    ...{ name: `portal: ${name}`, unit, value: value(portal) },
    floor: { name: "bare stream server", value: value(bare) },
    ...(aim === undefined ? {} : { aim }),
  });
  const lower = { better: "lower" } as const;
  return [
    figure("memory of an open page", "KiB", ({ memory }) => memory, { at: 64, of: "value", ...lower }),
    figure("event to the page, p50", "ms", ({ times }) => quantile(times, 0.5), { at: 2, ...lower }),
    figure("event to the page, p99", "ms", ({ times }) => quantile(times, 0.99), { at: 3, ...lower }),
    figure("processor time of an event", "µs", ({ cpu }) => cpu),
    figure("10,000 pages opened", "s", ({ opening }) => opening),
  ];
}
