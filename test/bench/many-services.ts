import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Service } from "../../main/contract/catalog.ts";
import { NOTHING_REMEMBERED, ownerOf, toSaved } from "../../main/core/knowledge/saved.ts";
import { type Company, USER } from "../e2e/company.ts";

/** As many as the app takes. */
export const MANY_SERVICES = 1_000;
/** Nothing listens there: the app shows what it has saved. */
const SERVER = "nats://127.0.0.1:1";
const MINUTE = 60_000;

/** Saves the state of a person with very many services, each with a count, below an app's `userDataDir`; gives the policy. */
export async function saveManyServices(company: Company, userDataDir: string): Promise<string> {
  const now = Date.now();
  const catalog = Array.from(
    { length: MANY_SERVICES },
    (_, index): Service => ({
      id: `service-${index}`,
      name: { ko: `결재 서비스 ${index}`, en: `Service ${index}` },
      system: { ko: "그룹웨어", en: "Groupware" },
      url: `https://service-${index}.example.com/approvals`,
    }),
  );
  const ledger = new Map(
    catalog.map(({ id }, index) => {
      const occurredAt = now - index * MINUTE;
      const due = index % 3 === 0 ? { dueAt: now + index * MINUTE } : {};
      return [
        id,
        {
          service: id,
          user: USER,
          count: index % 7,
          occurredAt,
          sequence: 1n,
          epoch: 0,
          generation: 0,
          ...due,
        },
      ] as const;
    }),
  );
  const saved = toSaved(ownerOf(USER, [SERVER]), {
    ...NOTHING_REMEMBERED,
    catalog,
    ledger,
    lastContact: now - MINUTE,
  });
  await mkdir(join(userDataDir, "state"), { recursive: true });
  await writeFile(join(userDataDir, "state", "ledger.json"), JSON.stringify(saved));
  return company.policy({ servers: [SERVER] });
}
