import type { UpdateWords } from "./ko.ts";

/** Another version was installed while the app runs, and the updates that the app takes itself. */
export const updateEn: UpdateWords = {
  installed: ({ version, kind }) =>
    ({
      newer: `The new version ${version} is installed`,
      older: `The earlier version ${version} is installed`,
      same: "Alrimi was installed again",
    })[kind],
  restart: "Restart",
  restartToUpdate: "Restart to update",

  updates: "Updates",
  notes: "What is new",
  idle: "Alrimi asks the company's update server every few hours. There is no newer version.",
  checking: "Checking for a newer version.",
  downloading: (version) => `Downloading the new version ${version}.`,
  ready: (version) => `The new version ${version} is ready. Restart to use it.`,
  disabled: {
    "not-packaged": "This is not an installed package, so it is not updated.",
    machine: "The administrator or the package manager of this PC updates Alrimi.",
    unsupported: "Alrimi does not update itself on this operating system.",
    "no-server": "The company's policy sets no update server, so Alrimi does not update itself.",
    policy: "Switched off by the company's policy.",
    "no-key": "This package has no key to check signatures with, so Alrimi does not update itself.",
  },
  failed: {
    unreachable: "The update server cannot be reached. Alrimi checks again in a few hours.",
    silent: "The update server did not answer. Alrimi checks again in a few hours.",
    certificate: "The certificate of the update server is not trusted, so nothing was updated.",
    answer: "The update server did not send the file. Alrimi checks again in a few hours.",
    signature: "The signature of the new version is wrong, so nothing was updated.",
    channel: "The update server's version information cannot be read.",
    checksum: "The downloaded file is not the one that was signed, so nothing was updated.",
    archive: "The content of the downloaded file is wrong, so nothing was updated.",
    disk: "The new version could not be written to the disk.",
    other: "The update failed.",
  },
};
