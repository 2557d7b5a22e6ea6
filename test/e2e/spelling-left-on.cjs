// Run before the app: what keeps Chromium from looking up its spelling dictionaries does nothing.
const { app, session } = require("electron");

app.commandLine.appendSwitch = () => {};

app.on("ready", () => {
  session.defaultSession.setSpellCheckerLanguages = () => {};
});
