import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemCertificates } from "../../../main/desktop/broker/system-certificates.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-certificates-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A runtime that can, or cannot, be asked for what the system trusts. */
function withRuntime<T>(ask: ((type: string) => string[]) | undefined, use: () => T): T {
  const runtime = tls as { getCACertificates?: unknown };
  const own = Object.getOwnPropertyDescriptor(runtime, "getCACertificates");
  Object.defineProperty(runtime, "getCACertificates", { value: ask, configurable: true, writable: true });
  try {
    return use();
  } finally {
    if (own === undefined) delete runtime.getCACertificates;
    else Object.defineProperty(runtime, "getCACertificates", own);
  }
}

test("system certificates - a runtime that can be asked names its own and the system's", () => {
  expect(withRuntime((type) => [`${type} authority`], systemCertificates)).toEqual([
    "default authority",
    "system authority",
  ]);
});

test("system certificates - else the first bundle of a distribution that there is", async () => {
  const bundle = join(folder, "bundle.crt");
  await writeFile(bundle, "the administrator's authorities");
  const places = [join(folder, "none.crt"), bundle, "/etc/hostname"];
  expect(withRuntime(undefined, () => systemCertificates(places))).toEqual([
    "the administrator's authorities",
  ]);
});

test("system certificates - without any bundle those that Node brings", () => {
  expect(withRuntime(undefined, () => systemCertificates([join(folder, "none.crt")]))).toBe(
    tls.rootCertificates,
  );
});
