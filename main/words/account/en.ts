import { noun } from "../counted.ts";
import { fileDetail } from "../file/index.ts";
import type { AccountWords } from "./ko.ts";

export const accountEn: AccountWords = {
  title: "Connect Alrimi",
  close: "Close",
  cancel: "Cancel",

  headings: {
    "first-run": "Connect to your server",
    change: "Change the connection",
    "secret-lost": "Please sign in again",
    fixed: "Your company's connection",
  },
  intros: {
    "first-run":
      "Enter the server address and the credentials that your administrator gave you. Alrimi tests the connection before it starts.",
    change: "The new connection is tested before anything changes. Until then the current one stays in use.",
    "secret-lost": "The server address is unchanged. Only the password or the credentials are needed again.",
  },
  lost: {
    "memory-only": "This PC has no secure storage, so the password is lost when the app quits.",
    undecryptable: "The stored credentials cannot be decrypted with the secure storage of this PC.",
    damaged: "The file with the stored credentials is damaged.",
    refused:
      "The path of the stored credentials is not a regular file (but a link, a folder or a pipe), so it was not read.",
    locked: "The secure storage of this PC is locked or missing, so the stored credentials cannot be opened.",
  },

  fixedReason: (file) =>
    `Your administrator set this in a policy file, so you cannot change it here. Ask your administrator if it needs to change. (${file})`,
  fixedUnknown: "The policy file cannot be read, so its settings cannot be shown.",
  signIns: {
    password: (username) => `User name and password (${username})`,
    credsFile: (file) => `Credentials file (${file})`,
    nkeyFile: (file) => `Key file (${file})`,
    none: "No credentials",
  },
  signIn: "Signs in with",

  servers: "Server address",
  serversExample: "such as broker.example.com",
  serversHint: "Separate several addresses with commas.",
  serverMeans: (servers) => `Connects to ${servers}`,
  notEncrypted:
    "A nats:// connection may be unencrypted, so others could see your password. Use it only inside the company network.",
  user: "Approver ID",
  userHint: (user) => `When left empty: ${user}`,
  userDiffers: (username, user) =>
    `Signs in as ${username} and receives the counts of ${user}. If both are you, make the two fields the same.`,
  method: "Sign in with",
  methods: { password: "Name and password", credentials: "Credentials file (.creds)" },
  username: "User name",
  password: "Password",
  showPassword: "Show the password",
  keptPassword: "The stored password is used",
  chooseFile: "Choose a file…",
  chooseFileTitle: "Choose the credentials file",
  chooseFileKinds: "Credentials files",
  chosenFile: (name) => `Chosen: ${name}`,
  forgetFile: "Clear selection",
  paste: "Or paste its content here",
  keptCredentials: "The stored credentials are used. To change them, paste new ones or choose a file.",
  belongsTo: (user) => `These are the credentials of ${user}.`,
  fileUnreadable: (detail) => `The file cannot be read: ${fileDetail("en", detail)}`,

  serversFaults: {
    missing: () => "Enter a server address.",
    "too-many": (most) => `You can enter at most ${most} servers.`,
    "bad-scheme": (part) => `${part}: start it with nats:// or tls://, or enter only the name.`,
    "login-inside": (part) => `${part}: user name and password belong in the fields below.`,
    "bad-address": (part) => `${part} is not a server address. Enter it like broker.example.com:4222.`,
  },
  userFaults: {
    "bad-id": () => "Enter 1 to 64 characters.",
    anothers: (user) => `These credentials belong to ${user}. Enter that name, or leave the field empty.`,
  },
  missingUsername: "Enter a user name.",
  passwordFaults: {
    missing: "Enter the password.",
    moved: "The server or the user has changed, so enter the password again.",
    "too-long": "This is too long.",
  },
  credentialsFaults: {
    missing: () => "Choose the credentials file, or paste its content.",
    moved: () => "The server or the user has changed, so enter the credentials again.",
    "too-large": () => "This is too large for a credentials file.",
    "not-credentials": () =>
      "This is not a credentials file. Choose the .creds file that your administrator gave you.",
    incomplete: () => "A part is missing. Paste everything from the first line to the last.",
    "not-a-persons": () =>
      "This is an administrator's key, not a person's credentials. Do not use it. Tell your administrator.",
    expired: (on) => `These credentials expired on ${on}. Ask your administrator for new ones.`,
  },

  keeping: {
    keychain: "The password or credentials are stored encrypted in the secure storage of this PC.",
    memory:
      "This PC has no secure storage, so the password or credentials are not written to disk. You enter them again after each start.",
    waiting:
      "The secure storage (keyring) of this PC has not answered yet. Until it does, the password or credentials stay in memory; then they are stored there, encrypted.",
  },

  steps: { reach: "Server", secure: "Encryption", "sign-in": "Sign-in", read: "Counts" },
  stepStates: {
    done: "done",
    now: "checking",
    failed: "failed",
    open: "waiting",
    skipped: "not needed",
  },
  testing: {
    reach: "Connecting to the server…",
    secure: "Checking the encryption…",
    "sign-in": "Signing in…",
    read: "Checking whether your counts can be read…",
  },
  succeeded: "Connected",
  found: (names, more) =>
    more > 0
      ? `You get notifications from ${names} and ${more} more ${noun(more, "service")}.`
      : `You get notifications from ${names}.`,
  foundNone: "No services are listed yet. They appear automatically when your administrator adds them.",
  failed: {
    "name-not-found": "The server name was not found",
    unreachable: "The server cannot be reached",
    disconnected: "The connection was lost immediately",
    "no-answer": "The server does not answer",
    "not-nats": "The program that answers is not an Alrimi server",
    "too-slow": "It took too long",
    tls: "The server's certificate cannot be verified",
    "no-encryption": "The server does not support encryption",
    "file-unreadable": "A certificate or credentials file cannot be used",
    credentials: "The sign-in was rejected",
    permission: "You are not allowed to read these counts",
    "no-stream": "The server is not set up yet",
  },
  advice: {
    "name-not-found": (host) =>
      `${host}: check the spelling. Outside the company, connect to the VPN and try again.`,
    unreachable: () => "Check the server address and its port, and the network (VPN).",
    disconnected: () => "Try again in a moment. If it continues, ask your administrator.",
    "no-answer": () => "Check the network (VPN). A firewall may be blocking the connection.",
    "too-slow": () => "The network is slow or the server is busy. Try again in a moment.",
    "no-encryption": () =>
      "If your administrator told you to connect without encryption, put nats:// in front of the address. Otherwise check the address.",
    "file-unreadable": (file, why) => `The settings name this file: ${file} (${why})`,
    credentials: {
      password: "Enter user name and password again. Check Caps Lock and the keyboard language.",
      credentials: "Ask your administrator whether the file is for this server, and whether it was revoked.",
    },
    permission: (user) =>
      `The sign-in works, but the counts of ${user} cannot be read. Check the approver ID. If it is right, ask your administrator for permission.`,
  },
  notSaved: "It could not be saved",

  enrol: {
    heading: "Connect with your company account",
    intro: (host) => `Sign on at ${host} to connect Alrimi on this PC. No password is stored in the app.`,
    changeHeading: "This PC's enrolment",
    enrolled: (user, until) =>
      `Enrolled for ${user}. Valid until ${until}, and renewed automatically before.`,
    signOn: "Sign on with your company account",
    signOnAgain: "Sign on again",
    codeLabel: "One-time code",
    codeHint: "If your administrator gave you a code, enter it here.",
    useCode: "Connect with code",
    byHand: "Enter by hand…",
    byEnrolment: "Use your company account…",
    cancel: "Cancel",
    openAgain: "Open the browser again",
    working: "Connecting to the server…",
    asking: "Checking…",
    away: (host, since) =>
      `${host} has been unreachable since ${since}. Check your network (VPN). Alrimi keeps trying.`,
    waiting: "Sign on in your browser",
    waitingText: (until) =>
      `Press Connect in the browser if it shows the same number as below. Alrimi waits until ${until}.`,
    number: "Number",
    keeping: {
      keychain: "The key for signing in never leaves this PC. It is stored encrypted in the secure storage.",
      memory:
        "This PC has no secure storage, so the login is not stored on disk. You have to sign on again after a restart of the app.",
      waiting:
        "The secure storage (keyring) of this PC has not answered yet. When it does, the login is stored encrypted.",
    },
    faults: {
      "bad-code": "This code is wrong. Check each letter.",
      "code-used": "This code was used already. Ask your administrator for a new one.",
      "code-expired": "This code has expired. Sign on again, or ask your administrator for a new one.",
      "bad-signature": "The server could not verify the request. Try again.",
      "key-unknown": "This PC is not enrolled. Sign on again.",
      "key-withdrawn": "An administrator revoked this PC's login. Try again, or ask your administrator.",
      "person-unknown": "You are not in the company's directory. Ask your administrator.",
      "too-many-keys":
        "You have too many enrolled PCs. Tell your administrator which ones you no longer use.",
      "too-many-attempts": "Too many wrong codes. Try again in a minute.",
      "bad-request": "The server did not understand the request. Check that Alrimi is up to date.",
      unavailable: "The server cannot do this now. Try again in a moment.",
      "too-late": "The time to sign on has passed. Try again.",
      "browser-not-opened": "The web browser cannot be opened. Check your default web browser.",
      declined: "Cancelled in the browser.",
      "no-sign-on": "This server has no company sign-on. Enter the code of your administrator.",
      "not-saved": "The login could not be saved. Check the disk space and permissions.",
    },
    browser: {
      returned: "Go back to Alrimi. You can close this window.",
      declined: "Cancelled. You can close this window.",
    },
  },

  startAtLogin: "Start when I log in",
  startAtLoginHint:
    "Alrimi starts in the tray when you log in to your PC. You can change it in the settings.",
  hiddenIcon: {
    "windows-overflow": {
      heading: "The icon is behind the ∧ button of the taskbar",
      text: "Click ∧ and drag the Alrimi icon onto the taskbar to keep the count in sight.",
    },
    "gnome-extension": {
      heading: "On GNOME the icon is not visible yet",
      text: "Enable the AppIndicator extension. Then the bell appears in the top bar.",
    },
  },

  test: "Test the connection",
  testAgain: "Test again",
  save: "Save and start",
  saveAnyway: "Save without testing",
};
