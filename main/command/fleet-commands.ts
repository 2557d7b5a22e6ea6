import type { Command } from "commander";
import { type FleetReview, reviewFleet } from "../admin/fleet/review.ts";
import { sendTestNotice, type TestAnswer } from "../admin/fleet/test-notice.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { peopleIn } from "../admin/kit/plan.ts";
import { defined } from "../contract/defined.ts";
import { FLEET_SUBJECTS } from "../contract/fleet.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import { tokenOf } from "../nats/permissions.ts";
import { readFleet } from "../nats/read-fleet.ts";
import { fleetCommandWordsIn } from "../words/fleet-command/index.ts";
import type { CommandContext } from "./command-context.ts";
import { type CommonOptions, withCommonOptions } from "./command-options.ts";
import { secondsOf } from "./duration.ts";
import { reportFleet, reportTest } from "./fleet-reports.ts";
import { administratorOf, asAdministrator, idIn, kitLogin } from "./kit-login.ts";

interface FleetOptions extends CommonOptions {
  readonly kit?: string;
  readonly user?: string;
  readonly all?: boolean;
  readonly silentFor: string;
  readonly expect?: string;
}

interface TestOptions extends CommonOptions {
  readonly kit?: string;
  readonly user: string;
  readonly wait: string;
}

/** Adds `alrimi fleet`, which is `alrimi fleet show`, and `alrimi fleet test`. */
export function addFleetCommands(program: Command, context: CommandContext): void {
  const words = fleetCommandWordsIn(context.language);
  const { option } = words;
  const fleet = program.command("fleet").description(words.about);

  const show = fleet.command("show", { isDefault: true }).description(words.show);
  fleet.addHelpText("after", () => `\n${show.helpInformation()}`);
  withCommonOptions(show, context.shared)
    .option("--kit <folder>", option.kit)
    .option("--user <id>", option.user)
    .option("--all", option.all)
    .option("--silent-for <time>", option.silentFor, "3d")
    .option("--expect <version>", option.expect)
    .action(async (options: FleetOptions) => {
      const review = await reviewIn(options, context);
      context.tell(reportFleet(context.language, review, options.all === true, Date.now()));
    });

  withCommonOptions(fleet.command("test").description(words.test), context.shared)
    .option("--kit <folder>", option.kit)
    .requiredOption("--user <id>", option.testUser)
    .option("--wait <time>", option.wait, "30s")
    .action(async (options: TestOptions) => {
      const user = idIn(options.user);
      const wait = periodIn(options.wait, "--wait", context);
      if (wait === undefined) throw new KitError("bad-setting", "--wait", words.badPeriod);
      const administrator = await administratorOf(options, context);
      const answer = await asAdministrator<TestAnswer>(administrator, (it) => sendTestNotice(it, user, wait));
      context.tell(reportTest(context.language, user, options.wait, answer));
    });
}

async function reviewIn(options: FleetOptions, context: CommandContext): Promise<FleetReview> {
  const expected = versionIn(options.expect, context);
  const user = options.user === undefined ? undefined : idIn(options.user);
  const silentFor = periodIn(options.silentFor, "--silent-for", context);
  const { administrator, people } = await fleetLogin(options, context);
  const filter = user === undefined ? FLEET_SUBJECTS : `fleet.${tokenOf(user)}`;
  const stored = await asAdministrator(administrator, (connection) => readFleet(connection, filter));
  return reviewFleet(stored, {
    now: Date.now(),
    silentFor,
    people: user === undefined ? people : [user],
    ...defined({ expected }),
  });
}

/** Milliseconds; undefined for `never`. @throws {KitError} `bad-setting` */
function periodIn(text: string, option: string, { language }: CommandContext): number | undefined {
  const seconds = secondsOf(text);
  if (seconds === "bad") {
    throw new KitError("bad-setting", option, fleetCommandWordsIn(language).badPeriod);
  }
  return seconds && seconds * 1000;
}

/** A version such as `0.2.1`. Anything else would be older than every version. @throws {KitError} `bad-setting` */
function versionIn(text: string | undefined, { language }: CommandContext): string | undefined {
  if (text === undefined || /^\d{1,6}(\.\d{1,6}){0,2}(-[\w.+-]{1,40})?$/.test(text)) return text;
  throw new KitError("bad-setting", "--expect", fleetCommandWordsIn(language).badVersion);
}

/** The administrator's login, and the people who have one in the kit. */
async function fleetLogin(
  options: FleetOptions,
  context: CommandContext,
): Promise<{ readonly administrator: BrokerOptions; readonly people: readonly string[] }> {
  if (options.kit === undefined)
    return { administrator: await administratorOf(options, context), people: [] };
  const { plan, administrator } = await kitLogin(options.kit, options);
  return { administrator, people: peopleIn(plan.issued, Date.now() / 1000) };
}
