import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

/** A noncharacter or a lone surrogate in a tooltip, a menu or a title ends Chromium's process, and every start after it. */

/** A service without an entry is shown by its id. */
const UNLISTED = "출입\uffff\u{1fffe}";
const USER = "hong\ufdd0";

let desktop: VirtualDesktop;
let company: Company;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany([UNLISTED], USER)]);
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

const event = (service: string, count: number): string =>
  JSON.stringify({ service, user: USER, count, occurredAt: new Date().toISOString(), sequence: count });

test("odd names - the app lives with noncharacters in catalog, ids and policy, shows them replaced, and starts again", async () => {
  await company.rawCatalog(
    JSON.stringify({
      services: [
        { id: "mail", name: { ko: "메일\uffff", en: "Mail\ufdd0" }, system: { ko: "시스템\u{1fffe}" } },
        { id: "hr-leave", name: { ko: "휴가\ud800\u202e출장" } },
      ],
    }),
  );
  await company.raw("mail", event("mail", 3), USER);
  const launch = {
    desktop,
    policyFile: await company.policy({ user: USER }),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
  };
  const lines = ["결재 대기 5건", "메일\ufffd 3", "출입\ufffd\ufffd 2"];
  const isDrawn = ({ toolTip }: { readonly toolTip: string }): boolean =>
    lines.every((line) => toolTip.includes(line));

  let app = await RunningApp.start(launch);
  try {
    await app.trayWhere("the first count", ({ toolTip }) => toolTip.includes("메일\ufffd 3"));
    await company.raw(UNLISTED, event(UNLISTED, 2), USER); // heard while it runs, and then remembered
    await app.trayWhere("every name in the tooltip", isDrawn);
    const labels = (await (await app.tray()).menu()).map(({ label }) => label);
    expect(labels).toContain("휴가\ufffd 출장  –");
    await company.raw("mail", event("mail", 4), USER);
    await waitFor(
      () =>
        desktop.notifications.sent().some(({ summary, body }) => `${summary}${body}`.includes("메일\ufffd")),
      { what: "a notice" },
    );
    const board = await app.openBoard();
    await board.getByText("출입\ufffd\ufffd", { exact: true }).waitFor();
    await board.evaluate(`window.alrimi.send({ kind: "open-settings", page: "account" })`);
    await (await app.window("settings")).getByText("hong\ufffd", { exact: true }).waitFor();
    await app.quit();

    app = await RunningApp.start(launch);
    await app.trayWhere("all of it again", ({ toolTip }) =>
      ["결재 대기 6건", "메일\ufffd 4", "출입\ufffd\ufffd 2"].every((line) => toolTip.includes(line)),
    );
  } finally {
    await app.end();
  }
});
