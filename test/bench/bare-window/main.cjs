const { app, BrowserWindow, nativeImage, Tray } = require("electron");
const { join } = require("node:path");

// A 16 × 16 blue square.
const icon = nativeImage.createFromBitmap(Buffer.alloc(16 * 16 * 4, Buffer.from([0xf6, 0x82, 0x3b, 0xff])), {
  width: 16,
  height: 16,
});

let tray; // kept here: a tray that is collected disappears
let window;

app.whenReady().then(() => {
  tray = new Tray(icon);
  tray.setToolTip("Bare window");
  tray.on("click", () => {
    if (window === undefined) open();
    else if (window.isVisible()) window.hide();
    else window.show();
  });
});

function open() {
  window = new BrowserWindow({ width: 380, height: 420, frame: false, show: false, x: 800, y: 300 });
  window.once("ready-to-show", () => window.show());
  window.loadFile(join(__dirname, "page.html"));
}
