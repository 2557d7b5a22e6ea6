import { expect, test } from "vitest";
import { drawsDefaultAsButton, notifyArguments } from "../../../main/desktop/notify/freedesktop-message.ts";
import type { NoticeView } from "../../../main/view/notice.ts";

const notice: NoticeView = {
  tag: "mail",
  title: "Mail",
  body: "3 <new> & old",
  snoozes: ["mail"],
  isUrgent: false,
  isSilent: false,
  buttons: { open: "Open", later: "Later" },
};
const picture = { width: 2, height: 1, rgba: Buffer.alloc(8) };

interface Sent {
  readonly body: unknown;
  readonly actions: unknown;
  readonly hints: Readonly<Record<string, { readonly signature: string; readonly value: unknown }>>;
  readonly time: unknown;
}

function sent(change: Partial<NoticeView>, capabilities: readonly string[], drawsDefault = false): Sent {
  const abilities = { capabilities: new Set(capabilities), drawsDefault };
  const sender = { appName: () => "Alrimi", picture: () => picture };
  const [app, replaces, icon, title, body, actions, hints, time] = notifyArguments(
    { ...notice, ...change },
    7,
    abilities,
    sender,
  );
  expect([app, replaces, icon, title]).toEqual(["Alrimi", 7, "", "Mail"]);
  return { body, actions, hints: hints as Sent["hints"], time };
}

test("freedesktop message - the body is escaped only for a server that reads markup", () => {
  expect(sent({}, []).body).toBe("3 <new> & old");
  expect(sent({}, ["body-markup"]).body).toBe("3 &lt;new&gt; &amp; old");
});

test("freedesktop message - buttons are sent to a server that draws them, and none for the same action twice", () => {
  expect(sent({}, []).actions).toEqual([]);
  expect(sent({}, ["actions"]).actions).toEqual(["default", "Open", "open", "Open", "later", "Later"]);
  const buttons = { open: "Open", later: "Later", tomorrow: "Tomorrow" };
  expect(sent({ buttons }, ["actions"], true).actions).toEqual([
    "default",
    "Open",
    "later",
    "Later",
    "tomorrow",
    "Tomorrow",
  ]);
  expect(sent({}, ["actions"], true).actions).toEqual(["default", "Open", "later", "Later"]);
  expect(sent({ snoozes: [] }, ["actions"], true).actions).toEqual(["default", "Open"]);
});

test("freedesktop message - an urgent notice is critical and stays", () => {
  expect(sent({}, [])).toMatchObject({ time: -1, hints: { urgency: { signature: "y", value: 1 } } });
  expect(sent({ isUrgent: true }, [])).toMatchObject({ time: 0, hints: { urgency: { value: 2 } } });
});

test("freedesktop message - silence is always requested, a sound only where the server has one", () => {
  expect(sent({ isSilent: true }, []).hints).toMatchObject({
    "suppress-sound": { signature: "b", value: true },
  });
  expect(sent({ isSilent: true }, ["sound"]).hints).not.toHaveProperty("sound-name");
  expect(sent({}, ["sound"]).hints).toHaveProperty("sound-name");
  expect(sent({}, []).hints).not.toHaveProperty("sound-name");
});

test("freedesktop message - the picture is sent as pixels with its layout", () => {
  expect(sent({}, []).hints["image-data"]).toMatchObject({
    signature: "(iiibiiay)",
    value: [2, 1, 8, true, 8, 4, picture.rgba],
  });
});

test.each([
  ["Xfce Notify Daemon", "Xfce", true],
  ["lxqt-notificationd", "lxqt.org", true],
  ["Xfce Notify Daemon", "", true],
  ["dunst", "knopwob", false],
  ["Plasma", "KDE", false],
])("freedesktop message - %s of %s draws the default action as a button: %s", (name, vendor, draws) => {
  expect(drawsDefaultAsButton(name, vendor)).toBe(draws);
});
