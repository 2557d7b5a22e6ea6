// Run before the app: the call that keeps Chromium from looking up its spelling dictionaries does nothing.
const { app, session } = require("electron");

app.on("ready", () => {
  session.defaultSession.setSpellCheckerLanguages = () => {};
});
