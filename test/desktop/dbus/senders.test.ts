import { Message, type MessageBus, NameFlag } from "@jellybrick/dbus-next";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import type { Bus } from "../../../main/desktop/dbus/bus.ts";
import { type AppBus, startAppBus } from "./app-bus.ts";
import { forge } from "./forger.ts";

/** A signal counts when the owner of the name has sent it, and only then. */

const NAME = "com.example.Echo";
const MATCH = { sender: NAME, path: "/echo", interface: NAME, member: "Spoke" };
const DAEMON = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};

let place: AppBus;
let bus: Bus;
let owner: MessageBus;
let forger: MessageBus;
let heard: unknown[];

beforeEach(async () => {
  place = await startAppBus();
  bus = place.bus;
  [owner, forger] = [place.other(), place.other()];
  heard = [];
});

afterEach(() => place.dispose());

function listen(): () => void {
  return bus.onSignal(MATCH, (body) => heard.push(...body));
}

function say(from: MessageBus, word: string, destination?: string): void {
  const message = Message.newSignal("/echo", NAME, "Spoke", "s", [word]);
  if (destination !== undefined) message.destination = destination;
  from.send(message);
}

const forged = (word: string) =>
  forge(forger, { path: "/echo", interface: NAME, member: "Spoke", signature: "s", body: [word] });

/** Waits until all messages to the app have arrived. */
async function arrives(): Promise<void> {
  for (const connection of [owner, forger]) {
    await connection.call(new Message({ ...DAEMON, member: "GetId" }));
  }
  await bus.call({ ...DAEMON, member: "GetId" });
}

/** The app's address, which is no secret on a bus. */
async function appName(): Promise<string> {
  await arrives();
  const called = new Promise<string>((resolve) => {
    owner.addMethodHandler((message) => {
      if (message.member !== "WhoCalls") return false;
      owner.send(Message.newMethodReturn(message));
      resolve(message.sender ?? "");
      return true;
    });
  });
  await bus.call({ destination: owner.name ?? "", path: "/", interface: NAME, member: "WhoCalls" });
  return called;
}

test("senders - the owner is heard, to everybody and by address; anybody else is not", async () => {
  await owner.requestName(NAME);
  listen();
  await arrives();
  await forged("forged");
  say(owner, "to everybody");
  say(owner, "by address", await appName());
  await forged("forged again");
  await arrives();
  expect(heard).toEqual(["to everybody", "by address"]);
});

test("senders - while nobody owns the name nobody is heard", async () => {
  listen();
  await arrives();
  await forged("forged");
  await arrives();
  expect(heard).toEqual([]);
});

test("senders - who waits in the queue for a name does not own it, and does once it is let go", async () => {
  await owner.requestName(NAME, NameFlag.ALLOW_REPLACEMENT);
  await forger.requestName(NAME);
  listen();
  await arrives();
  await forged("from the queue");
  await arrives();
  expect(heard).toEqual([]);
  await owner.releaseName(NAME);
  const address = await appName();
  say(forger, "the next owner", address);
  say(owner, "the owner before", address);
  await arrives();
  expect(heard).toEqual(["the next owner"]);
});

test("senders - a program that the app's own call has started is heard from its first signal on", async () => {
  listen();
  await arrives();
  await owner.requestName(NAME); // as the bus does for a call to a startable name
  say(owner, "the first word");
  await arrives();
  expect(heard).toEqual(["the first word"]);
});

test("senders - what the owner says while the app still asks who owns the name is not lost", async () => {
  await owner.requestName(NAME);
  const address = await appName();
  for (let round = 0; round < 20; round++) {
    heard = [];
    const undo = listen(); // asks
    say(owner, `word ${round}`, address);
    say(forger, "forged", address);
    await arrives();
    expect(heard).toEqual([`word ${round}`]);
    undo();
  }
});

test("senders - a name that changes hands while the app asks: each is heard as long as it owns the name", async () => {
  const address = await appName();
  for (let round = 0; round < 20; round++) {
    await owner.requestName(NAME);
    heard = [];
    const undo = listen();
    say(owner, "first", address);
    const released = owner.releaseName(NAME);
    say(owner, "too late", address);
    await released;
    await forger.requestName(NAME);
    say(forger, "second", address);
    await arrives();
    // The app had not asked yet when the first owner released the name, so it cannot learn who that was.
    expect(heard.filter((word) => word !== "first")).toEqual(["second"]);
    await forger.releaseName(NAME);
    undo();
  }
});

test("senders - only the bus itself tells of owners", async () => {
  await owner.requestName(NAME);
  const owners: (string | undefined)[] = [];
  bus.onNameOwner(NAME, (now) => owners.push(now));
  listen();
  await waitFor(() => owners.length === 1, { what: "it is owned" });
  const { destination: _bus, ...object } = DAEMON;
  const body = [NAME, owner.name, forger.name];
  await forge(forger, { ...object, member: "NameOwnerChanged", signature: "sss", body });
  await forged("forged");
  say(owner, "the owner");
  await arrives();
  expect(owners).toEqual([owner.name]);
  expect(heard).toEqual(["the owner"]);
});

test("senders - an answer counts when it comes from who was called, though a session's bus hands on any", async () => {
  const address = await appName();
  await owner.requestName(NAME);
  owner.addMethodHandler((message) => {
    if (message.member !== "Say") return false;
    void forgeAnswers(address).then(() => owner.send(Message.newMethodReturn(message, "s", ["the owner's"])));
    return true;
  });
  for (const destination of [NAME, owner.name ?? ""]) {
    const answer = await bus.call({ destination, path: "/", interface: NAME, member: "Say" });
    expect(answer).toEqual(["the owner's"]);
  }
  // Who owns a name is asked of the bus in the same way.
  await forgeAnswers(address);
  const owners: (string | undefined)[] = [];
  bus.onNameOwner("com.example.Nobody", (now) => owners.push(now));
  await forgeAnswers(address);
  await arrives();
  expect(owners).toEqual([undefined]);
});

/** Answers every call that the app may have under way. */
async function forgeAnswers(address: string): Promise<void> {
  for (let serial = 1; serial < 60; serial++) {
    const call = new Message({ ...DAEMON, member: "Say", serial, sender: address });
    forger.send(Message.newMethodReturn(call, "s", [forger.name]));
  }
  await forger.call(new Message({ ...DAEMON, member: "GetId" }));
}

test("senders - several listeners of a name are told of one owner, whoever leaves", async () => {
  await owner.requestName(NAME);
  const owners: (string | undefined)[] = [];
  const leave = listen();
  bus.onNameOwner(NAME, (now) => owners.push(now));
  await waitFor(() => owners.length === 1, { what: "it is owned" });
  leave();
  const undo = bus.onNameOwner(NAME, (now) => owners.push(now));
  await waitFor(() => owners.length === 2, { what: "who comes later is told as well" });
  undo();
  await owner.releaseName(NAME);
  await waitFor(() => owners.length === 3, { what: "it is let go" });
  expect(owners).toEqual([owner.name, owner.name, undefined]);
});
