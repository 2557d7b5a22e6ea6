import { contextBridge, ipcRenderer } from "electron";
import type { Bridge, CommandChannel, ViewChannel, WindowContract } from "./contracts/window.ts";

/** The same for every window: what it may be sent and may ask for is decided in the main process. */

const viewChannel: ViewChannel = "view";
const commandChannel: CommandChannel = "command";

/** Of the DOM, whose types the main process goes without. */
declare const location: { readonly protocol: string };
declare const navigation: {
  addEventListener(
    type: "navigate",
    listener: (event: { readonly destination: { readonly url: string }; preventDefault(): void }) => void,
  ): void;
};

type View = WindowContract["view"];

/** A view that came before there was anybody to draw it. */
let waiting: { readonly view: View } | undefined;
const keep = (view: View): void => {
  waiting = { view };
};
let drawNow = keep;
ipcRenderer.on(viewChannel, (_event, view: View) => drawNow(view));

const bridge: Bridge<WindowContract> = {
  onView(draw) {
    drawNow = draw;
    if (waiting !== undefined) draw(waiting.view);
    waiting = undefined;
    return () => {
      drawNow = keep;
    };
  },
  send: (command) => ipcRenderer.send(commandChannel, command),
};

// While the page's files are still on their way: it is drawn, and painted first of all, when its scripts run. Before it
// this runs in the empty page of every new window.
if (location.protocol !== "about:") bridge.send({ kind: "begun" });

// The main process refuses every other navigation, but is not asked about this one. The page's scripts run later than
// this and in another world, so they cannot take it away.
navigation.addEventListener("navigate", (event) => {
  if (event.destination.url.startsWith("about:")) event.preventDefault();
});

contextBridge.exposeInMainWorld("alrimi", bridge);
