import { join } from "node:path";
import type { TokenEntry } from "../../main/nats/bearer-token.ts";
import { repoRoot } from "../paths.ts";
import { KEEPER } from "./broker.ts";
import type { Folder } from "./folder.ts";
import { type RunningProgram, startProgram } from "./program.ts";
import { Switch } from "./switch.ts";

/** `alrimi server` of the demo: the keeper and the intake over HTTP, in a process of their own, with their switch. */
export interface DemoServer {
  /** Where it takes events over HTTP: `http://127.0.0.1:<port>`. The port is another one after each start. */
  url(): string;
  readonly power: Switch;
  dispose(): Promise<void>;
}

export interface DemoServerOptions {
  readonly folder: Folder;
  readonly brokerUrl: string;
  /** The services that may send over HTTP. */
  readonly tokens: readonly TokenEntry[];
  /** Called when it has ended by itself. */
  readonly died: () => void;
}

/** The `alrimi` command, as in a checkout. */
export const alrimi = join(repoRoot, "build", "alrimi.mjs");

const LISTENS = /http: listens on (\S+)/;

/**
 * Writes the configuration of `alrimi server`, and starts it.
 * @throws when it does not start, with its last line
 */
export async function openServer({
  folder,
  brokerUrl,
  tokens,
  died,
}: DemoServerOptions): Promise<DemoServer> {
  folder.write("tokens.json", tokens);
  const config = folder.write("server.json", {
    servers: [brokerUrl],
    credentials: { username: KEEPER, password: folder.secrets().keeper },
    parts: { keeper: true, http: { port: 0, tokensFile: "tokens.json" } },
  });
  let url = "";
  let running: RunningProgram | undefined;

  const start = async (): Promise<void> => {
    let lastLine = "";
    let tell: (at: string) => void = () => {};
    const listens = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const program = startProgram(
      { file: process.execPath, args: [alrimi, "server", "--config", config], env: process.env },
      {
        logFile: folder.file("server.log"),
        onLine(line) {
          lastLine = line;
          const [, at] = LISTENS.exec(line) ?? [];
          if (at !== undefined) tell(at);
        },
      },
    );
    running = program;
    const ended = program.ended.then(({ how }) => {
      running = undefined;
      throw new Error(`alrimi server: ${how}. ${lastLine}`);
    });
    ended.catch(() => {}); // it also ends at the end
    url = await Promise.race([listens, ended]);
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
    power,
    async dispose() {
      power.dispose();
      await running?.stop();
    },
  };
}
