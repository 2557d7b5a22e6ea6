import type { Command } from "commander";
import { asIssued, type Enrolled, readEnrolled, withdrawKeys } from "../admin/enrolment.ts";
import { withdrawCodes } from "../admin/enrolment-codes.ts";
import { forgetPerson } from "../admin/forget.ts";
import { hasEnrolment, revokeEnrolled } from "../admin/kit/enrolment.ts";
import { openKit } from "../admin/kit/kit.ts";
import { notRevoked } from "../admin/kit/plan.ts";
import { revoke } from "../admin/kit/users.ts";
import { readDirectory } from "../admin/people/directory.ts";
import { type Leaver, leaversOf } from "../admin/people/leavers.ts";
import { tokenOf } from "../nats/permissions.ts";
import { peopleCommandWordsIn } from "../words/people-command/index.ts";
import { type CommandContext, wordsOf } from "./command-context.ts";
import type { CommonOptions } from "./command-options.ts";
import { dateOf } from "./holder-names.ts";
import { administratorOf, asAdministrator } from "./kit-login.ts";

interface LeaversOptions extends CommonOptions {
  readonly kit?: string;
  readonly apply?: boolean;
}

/** Adds `alrimi people leavers`. @param command with the options of the login */
export function addLeaversCommand(command: Command, context: CommandContext): void {
  const words = peopleCommandWordsIn(context.language);
  command
    .description(words.leavers)
    .option("--apply", words.option.apply)
    .action(async (options: LeaversOptions) => {
      const { kit, apply } = options;
      const now = Math.floor(Date.now() / 1000);
      const issued = kit === undefined ? [] : (await openKit(kit)).issued;
      const enrols = kit !== undefined && (await hasEnrolment(kit));
      const { leavers, keys, events, reports } = await asAdministrator(
        await administratorOf(options, context),
        async (it) => {
          const enrolled = enrols ? notRevoked(asIssued(await readEnrolled(it)), issued) : [];
          const found = leaversOf(await readDirectory(it), [...issued, ...enrolled], now);
          const withdrawn: Enrolled[] = [];
          const gone = { events: 0, reports: 0 };
          for (const { id } of apply === true ? found : []) {
            const forgotten = await forgetPerson(it, id);
            gone.events += forgotten.events;
            gone.reports += forgotten.reports;
          }
          for (const { id: user, now: isRenamed } of apply === true && enrols ? found : []) {
            // The app of a renamed person goes on under the new id.
            if (isRenamed !== undefined) continue;
            await withdrawCodes(it, user, now);
            withdrawn.push({ user, keys: await withdrawKeys(it, user, undefined, now) });
          }
          return { leavers: found, keys: asIssued(withdrawn), ...gone };
        },
      );
      const logins = leavers.filter(({ hasLogin }) => hasLogin);
      const isRevoked = apply === true && kit !== undefined && logins.length > 0;
      if (isRevoked) {
        if (keys.length > 0) await revokeEnrolled(kit, keys, now);
        const registered = new Set((await openKit(kit)).issued.map(({ token }) => token));
        const holders = logins.filter(({ id }) => registered.has(tokenOf(id)));
        await revoke(
          kit,
          holders.map(({ id }) => ({ role: "app", id })),
          { now },
        );
      }
      const lines = [
        ...leavers.map((leaver) => lineOf(leaver)),
        words.leaverCount(leavers.length, kit === undefined ? undefined : logins.length),
        ...(apply === true ? [words.leaversForgotten(events, reports)] : []),
        ...(isRevoked ? [wordsOf(context).revoked(logins.length), wordsOf(context).reload(kit)] : []),
      ];
      const json = { ok: true, leavers, applied: apply === true, events, reports, reload: isRevoked };
      context.tell({ code: 0, text: lines.join("\n"), json });
    });

  function lineOf({ id, at, now, hasLogin }: Leaver): string {
    return words.leaver(id, dateOf(at / 1000).slice(0, 10), now, hasLogin);
  }
}
