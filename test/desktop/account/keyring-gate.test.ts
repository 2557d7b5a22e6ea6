import { Message } from "@jellybrick/dbus-next";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import {
  type KeyringGate,
  type KeyringState,
  keyringGate,
} from "../../../main/desktop/account/keyring-gate.ts";
import { kwallet, secretService } from "../../../main/desktop/account/secret-service.ts";
import { type AppBus, startAppBus } from "../dbus/app-bus.ts";
import { PlayedSecretService } from "./keyring.ts";

/** The real bus, with a keyring that the test plays. */

let place: AppBus;
let service: PlayedSecretService;
let gate: KeyringGate;
let told: KeyringState[];

beforeEach(async () => {
  place = await startAppBus();
  service = new PlayedSecretService(place.other());
  told = [];
  gate = keyringGate(secretService("alrimi"), Promise.resolve(place.bus));
  gate.onChange((state) => told.push(state));
});

afterEach(async () => {
  gate.dispose();
  await place.dispose();
});

const becomes = (state: KeyringState): Promise<unknown> =>
  waitFor(() => told.at(-1), { what: state, until: (last) => last === state });
const asked = (member: string): Promise<unknown> =>
  waitFor(() => service.calls.includes(member), { what: `it is asked to ${member}` });

test("keyring - it is not asked before it matters; one that is open is open", async () => {
  await service.appear();
  expect(service.calls).toEqual([]);
  expect(gate.state).toBe("waiting");
  await becomes("open");
  expect(gate.state).toBe("open");
  expect(service.calls).toEqual(["ReadAlias", "SearchItems", "Unlock"]);
});

test("keyring - one that does not answer is waited for, and its answer is taken when it comes", async () => {
  service.silent(true);
  await service.appear();
  expect(gate.state).toBe("waiting");
  await place.bus.call({
    destination: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
    member: "GetId",
  });
  expect(gate.state).toBe("waiting");
  service.silent(false);
  await becomes("open");
});

test("keyring - a locked one is waited for while the person is asked, and opens with the password", async () => {
  service.isLocked = true;
  await service.appear();
  expect(gate.state).toBe("waiting");
  await asked("Prompt");
  expect(gate.state).toBe("waiting");
  service.completePrompt(false);
  await becomes("open");
});

test("keyring - where the person may not be asked, a locked one is closed, and its state is known only then", async () => {
  service.isLocked = true;
  await service.appear();
  gate.dispose();
  gate = keyringGate(secretService("alrimi"), Promise.resolve(place.bus), false);
  gate.onChange((state) => told.push(state));
  expect(gate.known).toBeUndefined();
  expect(gate.state).toBe("waiting");
  await becomes("closed");
  expect(gate.known).toBe("closed");
  expect(service.calls).not.toContain("Prompt");
});

test("keyring - one that the person does not unlock is closed, until it is unlocked otherwise; nobody is asked again", async () => {
  service.isLocked = true;
  await service.appear();
  expect(gate.state).toBe("waiting");
  await asked("Prompt");
  service.completePrompt(true);
  await becomes("closed");
  service.unlocked();
  await becomes("open");
  expect(service.calls.filter((member) => member === "Prompt")).toHaveLength(1);
});

test("keyring - without any the gate is closed, and it opens when one appears", async () => {
  expect(gate.state).toBe("waiting");
  await becomes("closed");
  await service.appear();
  await becomes("open");
});

test("keyring - one that dies while it is waited for is closed, and its successor is asked", async () => {
  service.isLocked = true;
  await service.appear();
  expect(gate.state).toBe("waiting");
  await asked("Prompt");
  await service.vanish();
  await becomes("closed");
  service.isLocked = false;
  await service.appear();
  await becomes("open");
});

test("keyring - without a collection for secrets the person is asked to make one", async () => {
  service.collection = "/";
  await service.appear();
  expect(gate.state).toBe("waiting");
  await asked("Prompt");
  service.completePrompt(false);
  await becomes("open");
  expect(service.calls).toContain("CreateCollection");
});

test("keyring - without a bus, or where Chromium would use none, it is closed at once", async () => {
  const busless = keyringGate(secretService("alrimi"), Promise.resolve(undefined));
  expect(busless.state).toBe("waiting");
  await waitFor(() => busless.state === "closed", { what: "it is closed" });
  expect(keyringGate(undefined, Promise.resolve(place.bus)).state).toBe("closed");
});

test.each([
  ["open", { isEnabled: true, isOpen: true }, ["isEnabled", "networkWallet", "isOpen"]],
  ["open", { isEnabled: true, isOpen: false, open: 7 }, ["isEnabled", "networkWallet", "isOpen", "open"]],
  ["closed", { isEnabled: true, isOpen: false, open: -1 }, ["isEnabled", "networkWallet", "isOpen", "open"]],
  ["closed", { isEnabled: false }, ["isEnabled"]],
] as const)(
  "keyring - KWallet is %s where it says %j",
  async (state, says: Record<string, boolean | number>, members) => {
    const other = place.other();
    const calls: string[] = [];
    other.addMethodHandler((message) => {
      if (message.interface !== "org.kde.KWallet" || message.path !== "/modules/kwalletd5") return false;
      const member = message.member ?? "";
      calls.push(member);
      const [signature, value] =
        member === "networkWallet" ? ["s", "kdewallet"] : [member === "open" ? "i" : "b", says[member]];
      other.send(Message.newMethodReturn(message, String(signature), [value]));
      return true;
    });
    await other.requestName("org.kde.kwalletd5");
    const wallet = keyringGate(kwallet("5", "alrimi"), Promise.resolve(place.bus));
    wallet.onChange((next) => told.push(next));
    expect(wallet.state).toBe("waiting");
    await becomes(state);
    expect(calls).toEqual(members);
    wallet.dispose();
  },
);
