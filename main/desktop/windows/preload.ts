import { contextBridge, ipcRenderer } from "electron";
import type { AlrimiBridge, IpcContract } from "./ipc-contract.ts";

/** The same for every window: what it may be sent and may ask for is decided in the main process. */

const viewChannel: keyof IpcContract["toRenderer"] = "view";
const commandChannel: keyof IpcContract["toMain"] = "command";

const bridge: AlrimiBridge<unknown, unknown> = {
  onView(draw) {
    const listener = (_event: unknown, view: unknown): void => draw(view);
    ipcRenderer.on(viewChannel, listener);
    return () => ipcRenderer.off(viewChannel, listener);
  },
  send: (command) => ipcRenderer.send(commandChannel, command),
};

contextBridge.exposeInMainWorld("alrimi", bridge);
