import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

/** The rooms of the house and what each may import: other rooms by path, packages by name. */
const root = join(import.meta.dirname, "..");

interface Room {
  readonly folder: string;
  readonly mayImport: readonly string[];
  readonly packages: readonly string[];
  /** Node's own modules. */
  readonly node: boolean;
}

const rooms: readonly Room[] = [
  { folder: "main/core", mayImport: ["main/core"], packages: ["valibot"], node: false },
  { folder: "main/nats", mayImport: ["main/nats"], packages: ["nats"], node: true },
  { folder: "main/files", mayImport: ["main/files"], packages: [], node: true },
  {
    folder: "main/desktop",
    mayImport: ["main/core", "main/nats", "main/files", "main/desktop"],
    packages: ["electron", "electron-store", "nats", "valibot", "@jellybrick/dbus-next"],
    node: true,
  },
  {
    folder: "main/service",
    mayImport: ["main/core", "main/nats", "main/files", "main/service"],
    packages: ["nats", "@nats-io/jwt", "commander", "valibot"],
    node: true,
  },
  {
    folder: "renderer",
    mayImport: ["renderer", "main/desktop/windows/ipc-contract.ts", "main/core/view"],
    packages: ["preact"],
    node: false,
  },
];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

function importsOf(folder: string): Import[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const file = join(folder, name);
      const text = readFileSync(join(root, file), "utf8");
      return [
        ...text.matchAll(
          /^(?:import|export)\s+(type\s)?[^;]*?from "([^"]+)";|^import "([^"]+)";|\bimport\("([^"]+)"\)/gm,
        ),
      ].map(
        ([, type, from, bare, later]): Import => ({
          file,
          target: from ?? bare ?? later ?? "",
          isTypeOnly: type !== undefined,
        }),
      );
    });
}

function isAllowed({ file, target }: Import, room: Room): boolean {
  if (target.startsWith(".")) {
    const path = relative(root, join(root, dirname(file), target));
    return room.mayImport.some((allowed) => path === allowed || path.startsWith(`${allowed}/`));
  }
  if (target.startsWith("node:")) return room.node;
  return room.packages.some((name) => target === name || target.startsWith(`${name}/`));
}

for (const room of rooms) {
  test(`layers - ${room.folder} imports only what it may`, () => {
    const imports = importsOf(room.folder);
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((each) => !isAllowed(each, room))).toEqual([]);
  });
}

test("layers - the renderer knows the shell and the core by types only", () => {
  const across = importsOf("renderer").filter(({ target }) => target.includes("main/"));
  expect(across.filter(({ isTypeOnly }) => !isTypeOnly)).toEqual([]);
});

test("layers - each outside package of the shell is in one file", () => {
  for (const name of ["nats", "electron-store", "@jellybrick/dbus-next"]) {
    const files = importsOf("main/desktop")
      .filter(({ target }) => target === name || target.startsWith(`${name}/`))
      .map(({ file }) => file);
    expect(new Set(files).size, `${name} in ${files.join()}`).toBe(1);
  }
});

test("layers - one file touches ipcMain", () => {
  const users = readdirSync(join(root, "main/desktop"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) => readFileSync(join(root, "main/desktop", name), "utf8").includes("ipcMain."));
  expect(users).toEqual(["windows/ipc.ts"]);
});

test("layers - the core reads no clock and no chance", () => {
  const impure = readdirSync(join(root, "main/core"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) =>
      /Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|process\./.test(
        readFileSync(join(root, "main/core", name), "utf8"),
      ),
    );
  expect(impure).toEqual([]);
});
