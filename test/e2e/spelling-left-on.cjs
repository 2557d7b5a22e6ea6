// Run before the app: what keeps Chromium from looking up its spelling dictionaries does nothing.
const { app } = require("electron");

app.commandLine.appendSwitch = () => {};

app.on("session-created", (session) => {
  session.setSpellCheckerLanguages = () => {};
});
