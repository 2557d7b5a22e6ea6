import { APP_ID, APP_PROTOCOL, TOAST_ACTIVATOR } from "../../../main/core/identity.ts";

/** One value below `HKEY_LOCAL_MACHINE`, in the 64-bit view. */
export interface RegistryValue {
  readonly key: string;
  /** Empty for a key's default value. */
  readonly name: string;
  /** A string. `{program}` stands for the path of the program, `{folder}` for its folder with a backslash at the end. */
  readonly value: string;
  /** The key belongs to the app, so it is deleted with everything below it. Otherwise only the value is deleted. */
  readonly isOwn: boolean;
}

export const PROGRAM = "Alrimi.exe";

const CLASSES = "Software\\Classes";
const PROTOCOL = `${CLASSES}\\${APP_PROTOCOL}`;
const TOASTS = `${CLASSES}\\AppUserModelId\\${APP_ID}`;
const ACTIVATOR = `${CLASSES}\\CLSID\\${TOAST_ACTIVATOR}`;

const own = (key: string, name: string, value: string): RegistryValue => ({ key, name, value, isOwn: true });

/**
 * What the installers write for all users of a computer. NSIS, MSI and the tests use this table.
 * - the scheme `alrimi:`; electron-builder registers none on Windows (electron-builder#8145)
 * - name, icon and activator of the toasts: a toast that is clicked after the app has ended starts it (electron#24524)
 * - the start at login, hidden
 */
export const REGISTRY: readonly RegistryValue[] = [
  own(PROTOCOL, "", "URL:Alrimi"),
  own(PROTOCOL, "URL Protocol", ""),
  own(`${PROTOCOL}\\DefaultIcon`, "", '"{program}",0'),
  own(`${PROTOCOL}\\shell\\open\\command`, "", '"{program}" "%1"'),
  own(TOASTS, "DisplayName", "Alrimi"),
  own(TOASTS, "IconUri", "{folder}resources\\icon.png"),
  own(TOASTS, "CustomActivator", TOAST_ACTIVATOR),
  own(ACTIVATOR, "", "Alrimi"),
  own(`${ACTIVATOR}\\LocalServer32`, "", '"{program}" --hidden'),
  {
    key: "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
    name: "Alrimi",
    value: '"{program}" --hidden',
    isOwn: false,
  },
];

/** The app's own keys that lie in no other key of the table: deleting them deletes all of the app's keys. */
export function ownKeys(table: readonly RegistryValue[]): readonly string[] {
  const keys = [...new Set(table.filter(({ isOwn }) => isOwn).map(({ key }) => key))];
  return keys.filter((key) => !keys.some((other) => key !== other && key.startsWith(`${other}\\`)));
}

/**
 * A value with the paths of an installation.
 * @param folder in an installer's notation, with the backslash at its end
 */
export function expanded(value: string, folder: string): string {
  return value.replaceAll("{program}", `${folder}${PROGRAM}`).replaceAll("{folder}", folder);
}
