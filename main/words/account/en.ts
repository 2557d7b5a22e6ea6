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
      "Enter the server address and the credentials that your administrator gave you. Alrimi tries them before it starts.",
    change: "The new connection is tried before anything changes. Until then the present one stays.",
    "secret-lost": "The server address is known; only the password or the credentials are needed again.",
  },
  lost: {
    "memory-only": "This PC has no secure storage, so a password is forgotten when the app ends.",
    undecryptable: "The stored credentials cannot be decrypted with the secure storage of this PC.",
    damaged: "The file with the stored credentials is damaged.",
    refused:
      "In place of the file with the stored credentials there is something else (a link, a folder, a pipe), which is not read.",
    locked: "The secure storage of this PC is locked or missing, so the stored credentials cannot be opened.",
  },

  fixedReason: (file) =>
    `Your administrator set this in a policy file, so it cannot be changed here. To have it changed, ask your administrator. (${file})`,
  fixedUnknown: "The policy file cannot be read, so what it sets cannot be shown.",
  signIns: {
    password: (username) => `User name and password (${username})`,
    credsFile: (file) => `Credentials file (${file})`,
    nkeyFile: (file) => `Key file (${file})`,
    none: "No credentials",
  },
  signIn: "Signs in with",

  servers: "Server address",
  serversExample: "such as broker.example.com",
  serversHint: "Separate several with commas.",
  serverMeans: (servers) => `Connects to ${servers}`,
  notEncrypted:
    "A nats:// address may go unencrypted. Others could see your password, so use it inside the company only.",
  user: "Approver ID",
  userHint: (user) => `When left empty: ${user}`,
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
  forgetFile: "Do not use it",
  paste: "Or paste its content here",
  keptCredentials: "The stored credentials are used. To change them, paste others or choose a file.",
  belongsTo: (user) => `These are the credentials of ${user}.`,
  fileUnreadable: (detail) => `The file cannot be read: ${fileDetail("en", detail)}`,

  serversFaults: {
    missing: () => "Enter a server address.",
    "too-many": (most) => `There can be ${most} servers at most.`,
    "bad-scheme": (part) => `${part}: start it with nats:// or tls://, or write the name alone.`,
    "login-inside": (part) => `${part}: user name and password belong in the fields below.`,
    "bad-address": (part) => `${part} is no server address. Write it like broker.example.com:4222.`,
  },
  userFaults: {
    "bad-id": () => "This is a name of 1 to 64 characters.",
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
    "too-large": () => "This is too large. Is it the credentials file?",
    "not-credentials": () =>
      "This is not a credentials file. Choose the .creds file that your administrator gave you.",
    incomplete: () => "A part is missing. Enter everything from the first line to the last.",
    "not-a-persons": () =>
      "This is an administrator's key, not a person's credentials. Do not use it, and tell your administrator.",
    expired: (on) => `These credentials expired on ${on}. Ask your administrator for new ones.`,
  },

  keeping: {
    keychain: "The password or credentials are kept encrypted in the secure storage of this PC.",
    memory:
      "This PC has no secure storage, so the password or credentials are not written to disk. You will be asked again after the app ends.",
    waiting:
      "The secure storage (keyring) of this PC has not answered yet. Until it does, the password or credentials stay in memory; then they are kept encrypted there.",
  },

  steps: { reach: "Server", secure: "Encryption", "sign-in": "Sign-in", read: "Counts" },
  stepStates: {
    done: "works",
    now: "being tried",
    failed: "failed",
    open: "not yet",
    skipped: "not asked for",
  },
  testing: {
    reach: "Connecting to the server…",
    secure: "Checking the encryption…",
    "sign-in": "Signing in…",
    read: "Checking whether your counts can be read…",
  },
  succeeded: "It works",
  found: (names, more) =>
    more > 0
      ? `You will hear from ${names} and ${more} more ${noun(more, "service")}.`
      : `You will hear from ${names}.`,
  foundNone: "No services are listed yet. They appear by themselves once your administrator lists them.",
  failed: {
    "name-not-found": "There is no server of that name",
    unreachable: "The server cannot be reached",
    disconnected: "The connection was lost at once",
    "no-answer": "The server does not answer",
    "not-nats": "Something else answers there",
    "too-slow": "It took too long",
    tls: "The server's certificate cannot be verified",
    "no-encryption": "The server offers no encryption",
    "file-unreadable": "A certificate or credentials file cannot be used",
    credentials: "The sign-in was refused",
    permission: "You may not read these counts",
    "no-stream": "The server is not set up yet",
  },
  advice: {
    "name-not-found": (host) =>
      `${host}: check the spelling. Outside the company, connect to the VPN and try again.`,
    unreachable: () => "Check the server address and its port, and the network (VPN).",
    disconnected: () => "Try again in a moment. If it goes on, ask your administrator.",
    "no-answer": () => "Check the network (VPN). A firewall may be in the way.",
    "too-slow": () => "The network is slow or the server is busy. Try again in a moment.",
    "no-encryption": () =>
      "If your administrator said to go without encryption, put nats:// in front of the address. Otherwise check the address.",
    "file-unreadable": (file, why) => `The settings name this file: ${file} (${why})`,
    credentials: {
      password: "Enter user name and password again. Mind Caps Lock and the keyboard's language.",
      credentials:
        "Ask your administrator whether the file is for this server, and whether it was taken back.",
    },
    permission: (user) =>
      `The sign-in works, but the counts of ${user} cannot be read. Is that the right name? Then ask your administrator for permission.`,
  },
  notSaved: "It could not be saved",

  test: "Try the connection",
  testAgain: "Try again",
  save: "Save and start",
  saveAnyway: "Save without trying",
};
