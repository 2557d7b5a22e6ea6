import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOLDER, parseContact } from "../../../build/package/contact.ts";
import { billOfMaterials, licenceList } from "../../../build/package/documents.ts";
import { dependenciesOf } from "../../../build/package/npm-packages.ts";
import { refuseRelease } from "../../../build/package/release.ts";
import { parseTargets } from "../../../build/package/targets.ts";
import { publicHalf, UPDATE_KEY, updateKey } from "../../../build/package/update-channel.ts";
import { repoRoot } from "../../../build/paths.ts";
import type { Runtime } from "../../../build/runtime/distribution.ts";

const runtime: Runtime = { executable: "/e/electron", distPath: "/e", version: "45.4.1", source: "official" };

test("targets - none named is everything for this system, and an unknown one is answered with the list", () => {
  expect(parseTargets([], "linux")).toEqual({
    desktop: ["deb", "rpm", "tar.gz"].map((name) => ({ system: "linux", name })),
    node: ["publisher", "command"],
  });
  expect(parseTargets(["command", "nsis"], "linux")).toEqual({
    desktop: [{ system: "win32", name: "nsis" }],
    node: ["command"],
  });
  expect(() => parseTargets(["dep"], "linux")).toThrow(/dep: not a package. There are: deb, rpm, tar.gz/);
});

test("release - only the official runtime of the pinned version is given to people", () => {
  expect(refuseRelease(runtime, "45.4.1")).toBeUndefined();
  expect(refuseRelease({ ...runtime, version: "33.2.1", source: "registry" }, "45.4.1")).toMatch(
    /33\.2\.1 \(registry\).*45\.4\.1.*ELECTRON_MIRROR/,
  );
  expect(refuseRelease({ ...runtime, source: "override" }, "45.4.1")).toBeDefined();
  expect(refuseRelease({ ...runtime, version: "45.4.0" }, "45.4.1")).toBeDefined();
});

test("update key - only an Ed25519 key signs, and without one nothing is signed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-key-"));
  try {
    const file = join(folder, "key.pem");
    const write = (key: KeyObject) => writeFile(file, key.export({ type: "pkcs8", format: "pem" }));
    expect(await updateKey({})).toBeUndefined();
    await expect(updateKey({ [UPDATE_KEY]: file })).rejects.toThrow(/ENOENT/);
    await write(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
    await expect(updateKey({ [UPDATE_KEY]: file })).rejects.toThrow(/is no Ed25519 key, but rsa/);
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    await write(privateKey);
    const key = await updateKey({ [UPDATE_KEY]: file });
    expect(key && publicHalf(key)).toBe(publicKey.export({ type: "spki", format: "pem" }));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("contact - a company names itself when it packages; without that no address and no page is made up", () => {
  expect(parseContact(undefined)).toEqual({ maintainer: "Alrimi contributors", homepage: undefined });
  expect(parseContact("IT desk <it@corp.example> (https://it.corp.example/alrimi)")).toEqual({
    maintainer: "IT desk <it@corp.example>",
    homepage: "https://it.corp.example/alrimi",
  });
  expect(parseContact("정보팀 (http://it.corp.example)")).toEqual({
    maintainer: "정보팀",
    homepage: "http://it.corp.example",
  });
  for (const wrong of ["", " ", "<it@corp.example>", "IT <corp>", "IT (corp.example)", "IT\nDepends: evil"])
    expect(() => parseContact(wrong), wrong).toThrow("write a name");
});

test("contact - the copyright holder is the one of the licence", async () => {
  expect(await readFile(join(repoRoot, "LICENSE"), "utf8")).toContain(`2026 ${HOLDER}\n`);
});

const BUNDLED = [
  { name: "@scope/one", version: "1.0.0", identifier: "MIT", text: "Be free.\n" },
  { name: "two", version: "2.0.0", identifier: null },
];

test("documents - the bill of materials names each package once, and is the same text each time", () => {
  const facts = { version: "0.1.0", electron: "45.4.1", runtime: "official" } as const;
  const text = billOfMaterials(BUNDLED, facts);
  expect(billOfMaterials(BUNDLED, facts)).toBe(text);
  const { bomFormat, components } = JSON.parse(text);
  expect(bomFormat).toBe("CycloneDX");
  expect(components.map(({ purl }: { purl: string }) => purl).sort()).toEqual([
    "pkg:npm/%40scope/one@1.0.0",
    "pkg:npm/electron@45.4.1",
    "pkg:npm/two@2.0.0",
  ]);
  expect(licenceList(BUNDLED)).toContain("@scope/one 1.0.0 (MIT)\n\nBe free.\n");
  expect(licenceList(BUNDLED)).toContain("two 2.0.0 (no licence stated)\n");
});

test("npm packages - they depend on what their code imports, and on nothing else", () => {
  const texts = [
    'const der = Buffer.from("302e020100");',
    'import a from "nats";import{b}from"./b.js";',
    'const c = await import("@scope/c/deep");import "node:fs";',
  ];
  expect(dependenciesOf(texts, { nats: "2.0.0", "@scope/c": "3.0.0", electron: "45.0.0" })).toEqual({
    "@scope/c": "3.0.0",
    nats: "2.0.0",
  });
  expect(() => dependenciesOf(texts, { nats: "2.0.0" })).toThrow("@scope/c is imported");
});
