import { contextBridge, ipcRenderer } from "electron";
import type { AlrimiBridge, IpcContract } from "./ipc-contract.ts";

/** The same for every window: what it may be sent and may ask for is decided in the main process. */

const viewChannel: keyof IpcContract["toRenderer"] = "view";
const commandChannel: keyof IpcContract["toMain"] = "command";

/** Of the DOM, whose types the main process goes without. */
declare const navigation: {
  addEventListener(
    type: "navigate",
    listener: (event: { readonly destination: { readonly url: string }; preventDefault(): void }) => void,
  ): void;
};

const bridge: AlrimiBridge<unknown, unknown> = {
  onView(draw) {
    const listener = (_event: unknown, view: unknown): void => draw(view);
    ipcRenderer.on(viewChannel, listener);
    return () => ipcRenderer.off(viewChannel, listener);
  },
  send: (command) => ipcRenderer.send(commandChannel, command),
};

// The main process refuses every other navigation, but is not asked about this one. The page's scripts run later than
// this and in another world, so they cannot take it away.
navigation.addEventListener("navigate", (event) => {
  if (event.destination.url.startsWith("about:")) event.preventDefault();
});

contextBridge.exposeInMainWorld("alrimi", bridge);
