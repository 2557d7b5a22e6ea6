import { Message, type MessageBus } from "@jellybrick/dbus-next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { BUS_GONE, BUS_TIMEOUT, type Bus } from "../../../main/desktop/dbus/bus.ts";
import { connectBus } from "../../../main/desktop/dbus/dbus.ts";
import { variant } from "../../../main/desktop/dbus/dbus-values.ts";
import { type AppBus, connected, startAppBus } from "./app-bus.ts";

const NAME = "com.example.Echo";
const echo = { destination: NAME, path: "/echo", interface: NAME };

let place: AppBus;
let bus: Bus;
let other: MessageBus;

beforeEach(async () => {
  place = await startAppBus();
  bus = place.bus;
  other = place.other();
});

afterEach(() => place.dispose());

/** Answers `Say` with its argument, and `Wait` never. */
async function startEcho(): Promise<void> {
  other.addMethodHandler((message) => {
    if (message.interface === NAME && message.member === "Say") {
      other.send(Message.newMethodReturn(message, message.signature, message.body));
    }
    return message.interface === NAME;
  });
  await other.requestName(NAME);
}

test("dbus - a call is answered, with variants put in and taken out at any depth", async () => {
  await startEcho();
  const hints = { urgency: variant("y", 2), inner: variant("a{sv}", { name: variant("s", "알림") }) };
  const answer = await bus.call({ ...echo, member: "Say", signature: "sa{sv}", body: ["hello", hints] });
  expect(answer).toEqual(["hello", { urgency: 2, inner: { name: "알림" } }]);
});

test("dbus - an error is thrown by its D-Bus name", async () => {
  await expect(bus.call({ ...echo, member: "Say", mayStart: false })).rejects.toMatchObject({
    name: "org.freedesktop.DBus.Error.NameHasNoOwner",
  });
  await expect(bus.call({ ...echo, member: "Say" })).rejects.toMatchObject({
    name: "org.freedesktop.DBus.Error.ServiceUnknown",
  });
});

test("dbus - a call without an answer ends at its time limit", async () => {
  await startEcho();
  await expect(bus.call({ ...echo, member: "Wait" }, 50)).rejects.toMatchObject({ name: BUS_TIMEOUT });
});

test("dbus - a call without a time limit waits for its answer, or for the end of the one who is called", async () => {
  const waiting: Message[] = [];
  other.addMethodHandler((message) => {
    if (message.member === "Wait") waiting.push(message);
    return message.member === "Wait";
  });
  await other.requestName(NAME);
  const calls = [1, 2].map(() => bus.call({ ...echo, member: "Wait" }, Number.POSITIVE_INFINITY));
  const isSettled = vi.fn();
  for (const call of calls) call.then(isSettled, isSettled);
  await waitFor(() => waiting.length === 2, { what: "both are there" });
  await expect(bus.call({ ...echo, member: "Wait" }, 50)).rejects.toMatchObject({ name: BUS_TIMEOUT });
  expect(isSettled).not.toHaveBeenCalled();
  const [first] = waiting;
  if (first !== undefined) other.send(Message.newMethodReturn(first, "s", ["late"]));
  expect(await calls[0]).toEqual(["late"]);
  other.disconnect();
  await expect(calls[1]).rejects.toMatchObject({ name: "org.freedesktop.DBus.Error.NoReply" });
});

test("dbus - a property is read without its variant", async () => {
  const daemonObject = {
    destination: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
  };
  expect(await bus.property(daemonObject, "Interfaces")).toContain("org.freedesktop.DBus.Monitoring");
});

test("dbus - a name's owner is told at first, when it appears, and when it goes", async () => {
  const owners: (string | undefined)[] = [];
  const undo = bus.onNameOwner(NAME, (owner) => owners.push(owner));
  await waitFor(() => owners.length === 1, { what: "nobody owns it" });
  await startEcho();
  await waitFor(() => owners.length === 2, { what: "it is owned" });
  await other.releaseName(NAME);
  await waitFor(() => owners.length === 3, { what: "it is let go" });
  expect(owners).toEqual([undefined, other.name, undefined]);
  undo();
  await other.requestName(NAME);
  await bus.call({
    ...echo,
    destination: "org.freedesktop.DBus",
    interface: "org.freedesktop.DBus",
    member: "GetId",
  });
  expect(owners).toHaveLength(3);
});

test("dbus - a signal reaches its listener until the undo, and only from the path and member asked for", async () => {
  await startEcho();
  const heard: unknown[] = [];
  const undo = bus.onSignal({ sender: NAME, path: "/echo", interface: NAME, member: "Spoke" }, (body) =>
    heard.push(...body),
  );
  await bus.call({ ...echo, member: "Say" }); // the bus has taken the rule by now
  const speak = (path: string, member: string, word: string): void =>
    other.send(Message.newSignal(path, NAME, member, "s", [word]));
  speak("/other", "Spoke", "elsewhere");
  speak("/echo", "Whispered", "something else");
  speak("/echo", "Spoke", "hello");
  await bus.call({ ...echo, member: "Say" });
  expect(heard).toEqual(["hello"]);
  undo();
  await bus.call({ ...echo, member: "Say" });
  speak("/echo", "Spoke", "too late");
  await bus.call({ ...echo, member: "Say" });
  expect(heard).toEqual(["hello"]);
});

test("dbus - when the bus dies, calls under way and later ones fail, and nobody owns a name any more", async () => {
  await startEcho();
  const owners: (string | undefined)[] = [];
  bus.onNameOwner(NAME, (owner) => owners.push(owner));
  await waitFor(() => owners.length === 1, { what: "it is owned" });
  const waiting = expect(bus.call({ ...echo, member: "Wait" })).rejects.toMatchObject({ name: BUS_GONE });
  await place.kill();
  await waiting;
  await expect(bus.call({ ...echo, member: "Say" })).rejects.toMatchObject({ name: BUS_GONE });
  expect(owners).toEqual([other.name, undefined]);
});

test("dbus - without a bus there is no connection, and no error that nobody takes", async () => {
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
  expect(await connectBus("session")).toBeUndefined();
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", "nonsense");
  expect(await connectBus("session")).toBeUndefined();
});

test("dbus - the system bus is the one that the environment names", async () => {
  await startEcho();
  const system = await connected("system");
  expect(await system.call({ ...echo, member: "Say", signature: "s", body: ["hi"] })).toEqual(["hi"]);
  system.close();
});
