import type { Command } from "commander";
import { restartService } from "../admin/catalog.ts";
import { forgetPerson, forgetService } from "../admin/forget.ts";
import type { CommandContext } from "./command-context.ts";
import { type CommonOptions, withCommonOptions } from "./command-options.ts";
import { administratorOf, asAdministrator, idIn } from "./kit-login.ts";

interface MendOptions extends CommonOptions {
  readonly kit?: string;
}

/** Adds `alrimi services restart` and `alrimi users forget`, with which an administrator mends what went wrong. */
export function addMendCommands(program: Command, users: Command, context: CommandContext): void {
  const { shared: words, tell } = context;
  const services = program.command("services").description(words.services);
  withCommonOptions(
    services.command("restart").argument("<service>").description(words.servicesRestart),
    words,
  )
    .option("--kit <folder>", words.option.kit)
    .action(async (service: string, options: MendOptions) => {
      const done = await asAdministrator(await administratorOf(options, context), (it) =>
        restartService(it, idIn(service)),
      );
      switch (done.kind) {
        case "restarted":
          tell({
            code: 0,
            text: words.restarted(done.id, done.generation),
            json: { ok: true, service: done.id, generation: done.generation },
          });
          break;
        case "unknown-service":
          tell({
            code: 1,
            text: words.unknownService(service, done.services.join(", ")),
            json: { ok: false, reason: done.kind, services: done.services },
          });
          break;
        case "highest-generation":
          tell({
            code: 1,
            text: words.highestGeneration(done.id),
            json: { ok: false, reason: done.kind, service: done.id },
          });
          break;
        case "no-catalog":
          tell({ code: 1, text: words.noCatalog, json: { ok: false, reason: done.kind } });
          break;
      }
    });

  withCommonOptions(services.command("forget").argument("<service>").description(words.servicesForget), words)
    .option("--kit <folder>", words.option.kit)
    .action(async (service: string, options: MendOptions) => {
      const id = idIn(service);
      const events = await asAdministrator(await administratorOf(options, context), (it) =>
        forgetService(it, id),
      );
      tell({ code: 0, text: words.serviceForgotten(id, events), json: { ok: true, service: id, events } });
    });

  withCommonOptions(users.command("forget").argument("<user>").description(words.usersForget), words)
    .option("--kit <folder>", words.option.kit)
    .action(async (user: string, options: MendOptions) => {
      const id = idIn(user);
      const { events, reports } = await asAdministrator(await administratorOf(options, context), (it) =>
        forgetPerson(it, id),
      );
      tell({
        code: 0,
        text: words.forgotten(id, events, reports),
        json: { ok: true, user: id, events, reports },
      });
    });
}
