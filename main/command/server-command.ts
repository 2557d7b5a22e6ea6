import { once } from "node:events";
import type { Command } from "commander";
import { ConfigError, readServerConfig, type ServerConfig } from "../server/config.ts";
import { startParts } from "../server/parts.ts";
import type { CommandContext } from "./command-context.ts";
import { FileError } from "./command-options.ts";
import { endSignal } from "./end-signal.ts";

/** Adds `alrimi server`, which runs until a signal. */
export function addServerCommand(program: Command, context: CommandContext): void {
  const { shared, say, tell } = context;
  program
    .command("server")
    .description(shared.server)
    .requiredOption("--config <file>", shared.option.config)
    .action(async ({ config: file }: { config: string }) => {
      const config = configIn(file);
      const ended = endSignal();
      const log = (line: string): void => say(`${new Date().toISOString()} ${line}`);
      const parts = await startParts({ ...config, log });
      await once(ended.signal, "abort");
      ended.ignore();
      await parts.stop();
      tell({ code: 0, text: shared.serverEnded, json: { ok: true } });
    });
}

/** @throws {ConfigError | FileError} */
function configIn(file: string): ServerConfig {
  try {
    return readServerConfig(file);
  } catch (error) {
    throw error instanceof ConfigError ? error : new FileError(file, error);
  }
}
