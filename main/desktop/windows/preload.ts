import { contextBridge, ipcRenderer } from "electron";
import type { Bridge, CommandChannel, ViewChannel, WindowContract } from "./contracts/window.ts";

/** The same preload for every window. The main process decides what a window receives and may send. */

const viewChannel: ViewChannel = "view";
const commandChannel: CommandChannel = "command";

/** Parts of the DOM, whose types are not loaded for the main process. */
declare const location: { readonly protocol: string };
declare const navigation: {
  addEventListener(
    type: "navigate",
    listener: (event: { readonly destination: { readonly url: string }; preventDefault(): void }) => void,
  ): void;
};

type View = WindowContract["view"];

/** A view that arrived before the page could draw it. */
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

// Sent while the page's files are still loading, so that its scripts can draw the view at once. The preload also runs
// in the empty page of every new window, before ours.
if (location.protocol !== "about:") bridge.send({ kind: "begun" });

// The main process refuses every other navigation, but is not asked about this one. The page's scripts run later and in
// another world, so they cannot remove the listener.
navigation.addEventListener("navigate", (event) => {
  if (event.destination.url.startsWith("about:")) event.preventDefault();
});

contextBridge.exposeInMainWorld("alrimi", bridge);
