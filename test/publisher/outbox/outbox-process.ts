import { createOutbox } from "../../../main/publisher/outbox/open-outbox.ts";

/**
 * A service in a process of its own, to be killed: submits counts that only grow, for `people` in turn, and writes down
 * what was accepted, after it was accepted. Arguments: folder, broker's URL, service, people, the first sequence.
 */
const [folder = "", url = "", service = "", people = "1", first = "1"] = process.argv.slice(2);
const outbox = await createOutbox({
  directory: folder,
  service,
  broker: { servers: [url], username: service, password: `${service}-password` },
});
let sequence = Number(first);
const burst = (): void => {
  const accepted: string[] = [];
  for (let sent = 0; sent < 50; sent += 1, sequence += 1) {
    const user = `p${sequence % Number(people)}`;
    const { kind } = outbox.submit({ user, count: sequence % 1000, sequence });
    if (kind === "accepted") accepted.push(`${user} ${sequence}\n`);
  }
  process.stdout.write(accepted.join(""));
  setTimeout(burst, 2);
};
burst();
