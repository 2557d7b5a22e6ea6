import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { newBearerToken } from "../../main/nats/bearer-token.ts";
import { passwordOf } from "./crowd/company.ts";
import { compileScript } from "./crowd/compiled.ts";
import { cpuOf, monotonic } from "./crowd/process-figures.ts";
import { Intake, SERVICE } from "./intake.ts";
import { loginAt, withKeepers } from "./keeper.ts";
import type { Figure } from "./report.ts";
import { median } from "./statistics.ts";

const ROUNDS = 3;
/** The most that one request may hold. */
const BATCH = 1_000;
/** The intake holds 50,000 of one service. */
const EVENTS_IN_BATCHES = 40_000;
const SINGLE_EVENTS = 20_000;
/** Connections that are kept, each with one request under way. */
const BATCH_CONNECTIONS = 4;
const SINGLE_CONNECTIONS = 64;

/**
 * How fast the intake over HTTP takes events, as arrays and one by one, beside plain publishes of the same round. No keeper
 * works meanwhile: one empties the intake afterwards.
 */
export async function measureHttp(): Promise<Figure[]> {
  const script = await compileScript("http-process.ts");
  const keeper = await compileScript("keeper-process.ts");
  const intake = await Intake.start();
  const folder = await mkdtemp(join(tmpdir(), "alrimi-http-"));
  const { token, entry } = newBearerToken(SERVICE, new Date(0).toISOString());
  const tokensFile = join(folder, "tokens.json");
  await writeFile(tokensFile, JSON.stringify([entry]));
  const server = spawn(process.execPath, [script.file, intake.url, passwordOf("keeper"), tokensFile], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    const url = new URL(line);
    while (!(await fetch(new URL("/readyz", url))).ok) await sleep(50);
    const plain: number[] = [];
    const batch: Taken[] = [];
    const single: Taken[] = [];
    const cpu = (): number => cpuOf(server.pid ?? 0);
    const empty = (): Promise<void> =>
      withKeepers(keeper.file, loginAt(intake), 1, () => intake.untilFewerThan(1));
    for (let round = 0; round < ROUNDS; round += 1) {
      plain.push(await intake.publish(EVENTS_IN_BATCHES));
      await empty();
      const texts = (count: number): string[] => intake.texts(count).map(({ text }) => text);
      const arrays = Array.from({ length: EVENTS_IN_BATCHES / BATCH }, () => `[${texts(BATCH).join(",")}]`);
      batch.push(await send({ url, token, cpu }, arrays, BATCH, BATCH_CONNECTIONS));
      await empty();
      single.push(await send({ url, token, cpu }, texts(SINGLE_EVENTS), 1, SINGLE_CONNECTIONS));
      await empty();
    }
    const figure = (name: string, taken: readonly Taken[], aim: NonNullable<Figure["aim"]>): Figure => {
      const cpuEach = median(taken.map((each) => each.cpu));
      return {
        ...{ name: `${name} (${cpuEach.toFixed(0)} µs CPU each)`, unit: "/s", aim },
        value: median(taken.map((each) => each.rate)),
        floor: { name: "plain publish to the intake", value: median(plain) },
      };
    };
    return [
      figure(`over HTTP, ${BATCH} in a request`, batch, { at: 0.5, better: "higher" }),
      figure("over HTTP, one in a request", single, { at: 3_000, of: "value", better: "higher" }),
    ];
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
    await intake.dispose();
    await Promise.all([script.dispose(), keeper.dispose(), rm(folder, { recursive: true, force: true })]);
  }
}

/** Events a second, and µs of the server's processor time for each. */
interface Taken {
  readonly rate: number;
  readonly cpu: number;
}

interface Site {
  readonly url: URL;
  readonly token: string;
  /** Milliseconds of the server's processor time. */
  readonly cpu: () => number;
}

/** @param bodies each with so many events */
async function send(
  { url, token, cpu }: Site,
  bodies: readonly string[],
  events: number,
  connections: number,
): Promise<Taken> {
  const head = `POST /v1/events HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  const requests = bodies.map((body) =>
    Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  );
  const sockets = await Promise.all(Array.from({ length: connections }, () => connectedTo(url)));
  const [from, cpuFrom] = [monotonic(), cpu()];
  const accepted = `{"accepted":${events}}`;
  await Promise.all(
    sockets.map(async (socket) => {
      for (let request = requests.pop(); request !== undefined; request = requests.pop()) {
        await exchange(socket, request, accepted);
      }
    }),
  );
  const all = bodies.length * events;
  const taken = { rate: (all * 1e3) / (monotonic() - from), cpu: ((cpu() - cpuFrom) * 1e3) / all };
  for (const socket of sockets) socket.destroy();
  return taken;
}

async function connectedTo({ hostname, port }: URL): Promise<Socket> {
  const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding("latin1");
  await once(socket, "connect");
  return socket;
}

/** A client of its own on bare sockets: Node's takes as much processor time as the server. */
function exchange(socket: Socket, request: Buffer, accepted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const end = (result: () => void): void => {
      socket.off("data", take).off("close", closed);
      result();
    };
    const take = (text: string): void => {
      answer += text;
      if (answer.endsWith(accepted)) end(resolve);
      else if (!answer.startsWith("HTTP/1.1 202")) end(() => reject(new Error(answer)));
    };
    const closed = (): void => end(() => reject(new Error("the server closed the connection")));
    socket.on("data", take).on("close", closed).write(request);
  });
}
