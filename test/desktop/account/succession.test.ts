import { expect, test } from "vitest";
import { createSuccession } from "../../../main/desktop/account/succession.ts";
import { settle } from "../fake-clock.ts";

interface FakeSession {
  readonly account: string;
  isClosed: boolean;
  close(): Promise<void>;
}

/** Sessions of the account that is saved when they open. The test ends them. */
function company() {
  const opened: FakeSession[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const errors: string[] = [];
  const saved = { account: "first" };
  const sessions = createSuccession<FakeSession>(
    () => {
      const session: FakeSession = {
        account: saved.account,
        isClosed: false,
        close: () =>
          new Promise((resolve, reject) => {
            ends.push((error) => {
              session.isClosed = true;
              if (error === undefined) resolve();
              else reject(error);
            });
          }),
      };
      opened.push(session);
      return session;
    },
    (session) => expect(sessions.current).toBe(session),
    { error: (text) => errors.push(text) },
  );
  return {
    sessions,
    saved,
    errors,
    open: () => opened.filter(({ isClosed }) => !isClosed).map(({ account }) => account),
    closeOne: (error?: Error) => ends.shift()?.(error),
  };
}

test("succession - another account is saved while the first is ending: one session begins, for the last one", async () => {
  const { sessions, saved, open, closeOne } = company();
  sessions.begin();
  saved.account = "second";
  const change = sessions.change();
  saved.account = "third";
  const again = sessions.change();
  closeOne();
  expect(await Promise.all([change, again])).toEqual([true, false]);
  closeOne();
  await settle();
  expect(open()).toEqual(["third"]);
  expect(sessions.current?.account).toBe("third");
});

test("succession - a session that does not end well makes room all the same", async () => {
  const { sessions, saved, errors, open, closeOne } = company();
  sessions.begin();
  saved.account = "second";
  const change = sessions.change();
  closeOne(new Error("no good-bye"));
  expect(await change).toBe(true);
  expect(open()).toEqual(["second"]);
  expect(errors.join()).toContain("no good-bye");
});

test("succession - when the app ends meanwhile no other session begins", async () => {
  const { sessions, open, closeOne } = company();
  sessions.begin();
  const change = sessions.change();
  const end = sessions.end();
  closeOne();
  closeOne();
  await end;
  expect(await change).toBe(false);
  expect(open()).toEqual([]);
});

test("succession - one change after the other is two", async () => {
  const { sessions, saved, open, closeOne } = company();
  sessions.begin();
  for (const account of ["second", "third"]) {
    saved.account = account;
    const change = sessions.change();
    closeOne();
    expect(await change).toBe(true);
    expect(open()).toEqual([account]);
  }
});
