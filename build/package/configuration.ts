import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Configuration } from "electron-builder";
import { APP_ID, APP_PROTOCOL, DESKTOP_ENTRY } from "../../main/core/identity.ts";
import { repoRoot } from "../paths.ts";
import type { Runtime } from "../runtime/distribution.ts";
import { type Contact, HOLDER } from "./contact.ts";
import { DEB_DEPENDS, RPM_DEPENDS } from "./linux/depends.ts";
import { NO_HOMEPAGE } from "./linux/fpm-arguments.ts";
import type { DesktopSystem } from "./targets.ts";

/** What one run of `npm run package` is told. */
export interface PackageRun {
  readonly runtime: Runtime;
  /** Where packages go. */
  readonly output: string;
  /** A release is compressed as well as can be, which takes minutes; a trial is compressed quickly. */
  readonly isRelease: boolean;
  /** Folder of the licence list and the bill of materials. */
  readonly documents: string;
  readonly contact: Contact;
  /** The system that the packages are for. */
  readonly system: DesktopSystem;
  /** Folder of the app's icon in all sizes. */
  readonly icons: string;
  /** Path of the NSIS include with the registry table. */
  readonly nsisInclude: string;
  /** Arguments of fpm: what deb and rpm put outside the app's folder. */
  readonly systemFiles: readonly string[];
}

/** Never changes: an installer finds by it what it replaces. */
const NSIS_GUID = "3d4e6a52-0f0c-4b8f-9d57-6d1c7f2a9b10";

const COPYRIGHT = `Copyright © 2026 ${HOLDER}`;

const DESCRIPTION = "Shows in the tray how many approvals wait for you, and notifies you of new ones.";

/** Of deb and rpm alike. */
const SCRIPTS = {
  afterInstall: "build/package/linux/after-install.sh",
  afterRemove: "build/package/linux/after-remove.sh",
  appArmorProfile: "build/package/linux/apparmor-profile",
};

/** They read the policies from the registry. */
const REGISTRY_BINARIES = "out/desktop/*.node";

/** The only configuration of electron-builder. Its API checks it against its schema. */
export function configuration(given: PackageRun): Configuration {
  const { runtime, output, isRelease, documents, icons, systemFiles, system, contact } = given;
  const description = `${DESCRIPTION}\nBuilt on Electron ${runtime.version} (${runtime.source}).`;
  return {
    appId: APP_ID,
    productName: "Alrimi",
    copyright: COPYRIGHT,
    directories: { output, app: repoRoot },
    electronVersion: runtime.version,
    // For another system electron-builder fetches the official one.
    ...(system === process.platform ? { electronDist: runtime.distPath } : {}),
    electronLanguages: ["en-US", "ko"],
    // Every dependency is bundled into `out/`.
    files: [
      "package.json",
      "out/desktop/**",
      "out/renderer/**",
      "out/icons/**",
      "!node_modules/**",
      ...(system === "win32" ? [] : [`!${REGISTRY_BINARIES}`]),
    ],
    // Windows loads a library from a file; out of the archive it would be copied into the temporary folder first.
    asarUnpack: [REGISTRY_BINARIES],
    extraResources: [{ from: documents, to: "." }],
    extraMetadata: { homepage: contact.homepage ?? NO_HOMEPAGE, desktopName: `${DESKTOP_ENTRY}.desktop` },
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
    win: {
      executableName: "Alrimi",
      icon: join(icons, "icon.ico"),
      // Where the company signs, it does so with its own certificate: CSC_LINK and CSC_KEY_PASSWORD, or signtool afterwards.
      signExecutable: Boolean(process.env["CSC_LINK"]),
    },
    nsis: {
      oneClick: false,
      perMachine: true,
      allowElevation: true,
      allowToChangeInstallationDirectory: false, // the registry table and the MSI name the same folder
      createDesktopShortcut: false,
      runAfterFinish: false,
      deleteAppDataOnUninstall: false,
      guid: NSIS_GUID,
      include: given.nsisInclude,
      shortcutName: "Alrimi",
      differentialPackage: false,
    },
    mac: {
      category: "public.app-category.business",
      icon: join(icons, "512x512.png"),
      target: "dmg",
      hardenedRuntime: true,
      entitlements: "build/package/mac/entitlements.plist",
      entitlementsInherit: "build/package/mac/entitlements.plist",
      extendInfo: {
        LSUIElement: true, // it lives in the menu bar, without a place in the Dock
        CFBundleDisplayName: "Alrimi",
        NSHumanReadableCopyright: COPYRIGHT,
      },
    },
    linux: {
      executableName: "alrimi",
      syncDesktopName: true,
      category: "Office",
      maintainer: contact.maintainer,
      vendor: HOLDER,
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
      ...SCRIPTS,
      description,
      compression: isRelease ? "xz" : "gz",
      depends: [...DEB_DEPENDS],
      recommends: ["desktop-file-utils", "fonts-noto-cjk"],
      packageCategory: "misc",
      fpm: [...systemFiles],
    },
    rpm: {
      ...SCRIPTS,
      description,
      compression: isRelease ? "xz" : "gzip",
      depends: [...RPM_DEPENDS],
      packageCategory: "Applications/Productivity",
      // Links by build id are the same in every package of Electron, which makes those packages conflict (mattermost#2531).
      fpm: ["--rpm-rpmbuild-define=_build_id_links none", ...systemFiles],
    },
  };
}
