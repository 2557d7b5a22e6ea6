const { app, Menu, nativeImage, Notification, shell, Tray } = require("electron");

// A 16 × 16 blue disc.
const icon = nativeImage.createFromDataURL(
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAMAAAAoLQ9TAAAANlBMVEUAAAA7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvY7gvYAvJ56AAAAEXRSTlMAAAEMHCFxrdgDVtD97M7+rA841XkAAABbSURBVBjTZY9JDsAwCANxyL7n/58tUqo2CnMcCWMTCTBsLRvQBsb5EGPwbiukXOoSaslJDJDbemkZILi+ProT4ccvhgfxXAeTycZTRKuFOlGh+u1dTFXX4675D3NbCkHvp/OYAAAAAElFTkSuQmCC",
);

let tray; // kept here: a tray that is collected disappears
let notice;

app.whenReady().then(() => {
  tray = new Tray(icon);
  tray.setToolTip("Bare tray");
  tray.on("click", () => console.log("tray clicked"));
  if (!process.argv.includes("--with-menu")) return;
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: "Say hello_world", click: sayHello },
      { label: "Open a link", click: () => shell.openExternal("https://example.com/a?b=c&d=%20#e") },
      { type: "separator" },
      { label: "Checked", type: "checkbox", checked: true },
      { label: "More", submenu: [{ label: "Not now", enabled: false }] },
      { label: "Quit", click: () => app.quit() },
    ]),
  );
  console.log(`ready in ${app.getLocale()}`);
});

function sayHello() {
  notice = new Notification({ title: "안녕하세요", body: "휴가·출장 3", urgency: "critical" });
  notice.on("click", () => console.log("notification clicked"));
  notice.show();
}
