import { setTimeout as sleep } from "node:timers/promises";
import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { APPROVALS_STREAM } from "../../../main/contract/streams.ts";
import { CATALOG_SUBJECT } from "../../../main/contract/subject.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { directGetSubject } from "../../../main/nats/jetstream-api.ts";
import { appInbox, KEEPER_INBOX } from "../../../main/nats/permissions.ts";
import type { Figure } from "../report.ts";
import { Brokers } from "./brokers.ts";
import { passwordOf, SERVICES, userId } from "./company.ts";
import { compileScript } from "./compiled.ts";
import { Crowd } from "./crowd.ts";
import { publishForAll } from "./flood.ts";
import { checkFileLimit } from "./process-figures.ts";

const APPS = 300;
const MESSAGES = 100;
/** Milliseconds of the attack, and after it until everything that it causes within its minute was asked. */
const ATTACK = { whole: 50_000, quick: 1_000 };
const AFTER = 6_000;
const FORGED = '{"services":[{"id":"forged","name":{"en":"Forged"},"url":"https://evil.example.com/"}]}';

/**
 * What an employee who has one service's login too can make all other apps ask the broker, in a minute: an own stored
 * event is sent by direct gets to where the others listen, a hundred times. Before, each such message cost six requests
 * of every app.
 */
export async function measureAttack(isQuick: boolean): Promise<Figure[]> {
  checkFileLimit(APPS);
  const script = await compileScript("worker.ts");
  const brokers = await Brokers.start(1, APPS + 1);
  const crowd = new Crowd(script, APPS, 1);
  try {
    await publishForAll(brokers.ports, APPS, 1, "every-service");
    await crowd.connect(brokers.ports);
    await crowd.tally(); // counted from here on
    await attack(brokers.urls, isQuick ? ATTACK.quick : ATTACK.whole);
    await sleep(AFTER);
    const { tally } = await crowd.tally();
    const reached = APPS * MESSAGES * (1 / 3); // the forged heartbeats, and some of the others
    if (tally.unproven < reached) throw new Error(`only ${tally.unproven} forged messages arrived`);
    return [
      {
        name: `requests of an app, ${APPS} apps and ${MESSAGES} forged messages`,
        unit: "/min",
        value: tally.gets / APPS,
        floor: { name: "one reading of the catalog", value: 1 },
        aim: { at: 1, better: "lower" },
      },
    ];
  } finally {
    await Promise.all([crowd.dispose(), brokers.dispose()]);
    await script.dispose();
  }
}

/** @param during milliseconds in which the messages are sent */
async function attack(servers: readonly string[], during: number): Promise<void> {
  const attacker = userId(APPS);
  const [service] = SERVICES;
  const login = (username: string) => ({ servers, username, password: passwordOf(username) });
  const keeper = await connectBroker({ ...login("keeper"), inboxPrefix: KEEPER_INBOX });
  const own = `approvals.${attacker}.${service}`;
  await keeper.request(own, FORGED, { timeout: 5_000 });
  const app = await connectBroker({ ...login(attacker), inboxPrefix: appInbox(attacker) });
  for (let message = 0; message < MESSAGES; message++) {
    const event = `approvals.${userId(message % APPS)}.${service}`;
    const reply = [CATALOG_SUBJECT, HEARTBEAT_SUBJECT, event][message % 3] ?? "";
    app.publish(directGetSubject(APPROVALS_STREAM, own), "", { reply });
    await sleep(during / MESSAGES);
  }
  await app.flush();
  await Promise.all([app.close(), keeper.close()]);
}
