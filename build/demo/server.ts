import { join } from "node:path";
import type { TokenEntry } from "../../main/nats/bearer-token.ts";
import { repoRoot } from "../paths.ts";
import { KEEPER } from "./broker.ts";
import type { Folder } from "./folder.ts";
import type { OldPc } from "./old-pc/old-pc.ts";
import { type RunningProgram, startProgram } from "./program.ts";
import { Switch } from "./switch.ts";

/** `alrimi server` of the demo: the keeper, the intake over HTTP and a bridge, in a process of their own, with their switch. */
export interface DemoServer {
  /** Where it takes events over HTTP: `http://127.0.0.1:<port>`. The port is another one after each start. */
  url(): string;
  /** Where its part `web` listens; undefined without one. */
  webUrl(): string | undefined;
  readonly power: Switch;
  dispose(): Promise<void>;
}

export interface DemoServerOptions {
  readonly folder: Folder;
  readonly brokerUrl: string;
  /** What browsers reach: the company's portal. */
  readonly web?: object;
  /** The systems that it asks. */
  readonly bridges?: readonly OldPc["bridge"][];
  /** The services that may send over HTTP. */
  readonly tokens: readonly TokenEntry[];
  /** Called when it has ended by itself. */
  readonly died: () => void;
}

/** The `alrimi` command, as in a checkout. */
export const alrimi = join(repoRoot, "build", "alrimi.mjs");

const LISTENS = /http: listens on (\S+)/;
const WEB_LISTENS = /web: listens on (https:\S+?),/;

/**
 * Writes the configuration of `alrimi server`, and starts it.
 * @throws when it does not start, with its last line
 */
export async function openServer({
  folder,
  brokerUrl,
  tokens,
  web,
  bridges = [],
  died,
}: DemoServerOptions): Promise<DemoServer> {
  folder.write("tokens.json", tokens);
  const config = folder.write("server.json", {
    servers: [brokerUrl],
    credentials: { username: KEEPER, password: folder.secrets().keeper },
    parts: { keeper: true, http: { port: 0, tokensFile: "tokens.json" }, web, bridges },
  });
  let url = "";
  let webUrl: string | undefined;
  let running: RunningProgram | undefined;

  const start = async (): Promise<void> => {
    url = "";
    let lastLine = "";
    let tell: () => void = () => {};
    const listens = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const program = startProgram(
      { file: process.execPath, args: [alrimi, "server", "--config", config], env: process.env },
      {
        logFile: folder.file("server.log"),
        onLine(line) {
          lastLine = line;
          url = LISTENS.exec(line)?.[1] ?? url;
          webUrl = WEB_LISTENS.exec(line)?.[1] ?? webUrl;
          if (url !== "" && (web === undefined || webUrl !== undefined)) tell();
        },
      },
    );
    running = program;
    const ended = program.ended.then(({ how }) => {
      running = undefined;
      webUrl = undefined;
      throw new Error(`alrimi server: ${how}. ${lastLine}`);
    });
    ended.catch(() => {}); // it also ends at the end
    await Promise.race([listens, ended]);
  };
  await start();

  const power = new Switch({
    isUp: () => running !== undefined,
    kill: async () => running?.kill(),
    start,
    died,
  });
  return {
    url: () => url,
    webUrl: () => webUrl,
    power,
    async dispose() {
      power.dispose();
      await running?.stop();
    },
  };
}
