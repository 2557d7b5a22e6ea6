import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Configuration } from "electron-builder";
import { APP_ID, APP_PROTOCOL, DESKTOP_ENTRY } from "../../main/core/identity.ts";
import { repoRoot } from "../paths.ts";
import type { Runtime } from "../runtime/distribution.ts";
import { DEB_DEPENDS, RPM_DEPENDS } from "./linux/depends.ts";

/** What one run of `npm run package` is told. */
export interface PackageRun {
  readonly runtime: Runtime;
  /** Where packages go. */
  readonly output: string;
  /** A release is compressed as well as can be, which takes minutes; a trial is compressed quickly. */
  readonly isRelease: boolean;
  /** Folder of the licence list and the bill of materials. */
  readonly documents: string;
  /** Folder of the app's icon in all sizes. */
  readonly icons: string;
  /** Arguments of fpm: what deb and rpm put outside the app's folder. */
  readonly systemFiles: readonly string[];
}

const DESCRIPTION = "Shows in the tray how many approvals wait for you, and notifies you of new ones.";

/** The only configuration of electron-builder. Its API checks it against its schema. */
export function configuration(given: PackageRun): Configuration {
  const { runtime, output, isRelease, documents, icons, systemFiles } = given;
  const description = `${DESCRIPTION}\nBuilt on Electron ${runtime.version} (${runtime.source}).`;
  return {
    appId: APP_ID,
    productName: "Alrimi",
    copyright: "MIT",
    directories: { output, app: repoRoot },
    electronVersion: runtime.version,
    electronDist: runtime.distPath,
    electronLanguages: ["en-US", "ko"],
    // Every dependency is bundled into `out/`.
    files: ["package.json", "out/desktop/**", "out/renderer/**", "out/icons/**", "!node_modules/**"],
    extraResources: [{ from: documents, to: "." }],
    extraMetadata: { homepage: "https://alrimi.invalid/", desktopName: `${DESKTOP_ENTRY}.desktop` },
    npmRebuild: false,
    publish: null,
    compression: isRelease ? "maximum" : "normal",
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: false, // the app keeps no cookies; encryption would ask the keyring at each start
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false, // pages come by a scheme of the app's own
    },
    // A folder given as `electronDist` is copied whole, with the app that Electron shows when it is given none.
    afterPack: ({ appOutDir, packager }) =>
      rm(join(packager.getResourcesDir(appOutDir), "default_app.asar"), { force: true }),
    protocols: [{ name: "Alrimi", schemes: [APP_PROTOCOL] }],
    linux: {
      executableName: "alrimi",
      syncDesktopName: true,
      category: "Office",
      maintainer: "Alrimi <alrimi@alrimi.invalid>",
      synopsis: "Tells you what waits for your approval",
      description: DESCRIPTION,
      icon: icons,
      desktop: {
        entry: {
          Name: "Alrimi",
          "Name[ko]": "알림이",
          "Comment[ko]": "결재할 문서를 알려 줍니다",
          StartupNotify: "false",
          Keywords: "approval;notification;",
          "Keywords[ko]": "결재;승인;알림;",
        },
      },
    },
    deb: {
      description,
      compression: isRelease ? "xz" : "gz",
      depends: [...DEB_DEPENDS],
      recommends: ["desktop-file-utils", "fonts-noto-cjk"],
      packageCategory: "misc",
      afterInstall: "build/package/linux/after-install.sh",
      afterRemove: "build/package/linux/after-remove.sh",
      appArmorProfile: "build/package/linux/apparmor-profile",
      fpm: [...systemFiles],
    },
    rpm: {
      description,
      compression: isRelease ? "xz" : "gzip",
      depends: [...RPM_DEPENDS],
      packageCategory: "Applications/Productivity",
      afterInstall: "build/package/linux/after-install.sh",
      afterRemove: "build/package/linux/after-remove.sh",
      appArmorProfile: "build/package/linux/apparmor-profile",
      // Links by build id are the same in every package of Electron, which makes those packages conflict (mattermost#2531).
      fpm: ["--rpm-rpmbuild-define=_build_id_links none", ...systemFiles],
    },
  };
}
