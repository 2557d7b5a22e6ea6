import { DEB_DEPENDS } from "../../../build/package/linux/depends.ts";
import type { CleanRoot } from "./clean-root.ts";

/** What an administrator does with a package in a clean root. */
export interface PackageManager {
  install(root: CleanRoot, file: string): Promise<void>;
  upgrade(root: CleanRoot, file: string): Promise<void>;
  /** @throws when an installed file is not what the package holds */
  verify(root: CleanRoot): Promise<void>;
  remove(root: CleanRoot): Promise<void>;
}

const apt: PackageManager = {
  install: (root, file) => root.install(file),
  upgrade: (root, file) => root.install(file),
  verify: (root) => root.run("sh", "-c", "! dpkg --verify alrimi | grep ."),
  remove: (root) => root.run("apt-get", "-qq", "purge", "-y", "alrimi"),
};

/** rpm without the packages of its own distribution: Debian's names of what the app needs are installed before. */
const rpm: PackageManager = {
  async install(root, file) {
    await root.install("rpm");
    await root.run("apt-get", "-qq", "satisfy", "-y", "--no-install-recommends", DEB_DEPENDS.join(", "));
    await root.run("rpm", "--install", "--nodeps", root.seen(file));
  },
  upgrade: (root, file) => root.run("rpm", "--upgrade", "--nodeps", root.seen(file)),
  verify: (root) => root.run("rpm", "--verify", "--nodeps", "alrimi"),
  remove: (root) => root.run("rpm", "--erase", "alrimi"),
};

export const PACKAGE_MANAGERS = { deb: apt, rpm } as const;
