import { Variant } from "@jellybrick/dbus-next";
import { plain, type SessionBus } from "./session-bus.ts";

const watcher = "org.kde.StatusNotifierWatcher";
const itemInterface = "org.kde.StatusNotifierItem";
const menuInterface = "com.canonical.dbusmenu";

/** A row of a tray menu. */
export interface MenuRow {
  /** Changes each time that the app sets its menu. Do not store it. */
  readonly id: number;
  /** Without mnemonic marks. Empty for a separator. */
  readonly label: string;
  readonly type: "standard" | "separator";
  readonly enabled: boolean;
  readonly visible: boolean;
  /** Undefined for rows without a check box or radio button. */
  readonly toggleState: "on" | "off" | undefined;
  readonly children: readonly MenuRow[];
}

/** One size of the icon. `argb` has 4 bytes per pixel in that order, row by row. */
export interface IconPixmap {
  readonly width: number;
  readonly height: number;
  readonly argb: Buffer;
}

/** A tray icon as a panel reads it. Values are those of the time of reading. */
export interface TrayItem {
  readonly busName: string;
  readonly pid: number;
  readonly title: string;
  readonly toolTip: string;
  readonly iconPixmap: readonly IconPixmap[];
  menu(): Promise<readonly MenuRow[]>;
  /** Clicks the first enabled row that has this label or matches the predicate. Submenus are included. */
  clickMenu(row: string | ((row: MenuRow) => boolean)): Promise<void>;
  /** Left click. */
  activate(): Promise<void>;
}

/** All tray icons registered with the desktop's panel. Empty without a panel. */
export async function trayItems(desktop: { readonly bus: SessionBus }): Promise<readonly TrayItem[]> {
  const { bus } = desktop;
  if (!(await bus.hasOwner(watcher))) return [];
  const at = { destination: watcher, path: "/StatusNotifierWatcher", interface: watcher };
  const names = (await bus.property(at, "RegisteredStatusNotifierItems")) as readonly string[];
  return Promise.all(names.map((name) => readItem(bus, name)));
}

async function readItem(bus: SessionBus, name: string): Promise<TrayItem> {
  const slash = name.indexOf("/");
  // GNOME's AppIndicator extension puts an @ between name and path.
  const destination = (slash < 0 ? name : name.slice(0, slash)).replace(/@$/, "");
  const path = slash < 0 ? "/StatusNotifierItem" : name.slice(slash);
  const item = { destination, path, interface: itemInterface };
  const [title, toolTip, pixmaps, menuPath, pid] = await Promise.all([
    bus.property(item, "Title").catch(() => ""),
    bus.property(item, "ToolTip"),
    bus.property(item, "IconPixmap").catch(() => []), // on GNOME Chromium passes a file instead
    bus.property(item, "Menu").catch(() => "/com/canonical/dbusmenu"),
    bus.ownerPid(destination),
  ]);
  const menu = { destination, path: String(menuPath), interface: menuInterface };
  return {
    busName: destination,
    pid,
    title: String(title),
    toolTip: toolTipText(toolTip),
    iconPixmap: (pixmaps as [number, number, Buffer][]).map(([width, height, argb]) => ({
      width,
      height,
      argb,
    })),
    menu: () => readMenu(bus, menu),
    clickMenu: (row) => clickMenu(bus, menu, row),
    activate: async () => {
      await bus.call({ ...item, member: "Activate", signature: "ii", body: [0, 0] });
    },
  };
}

/** `(icon name, icon, title, text)`; Electron uses only the title. */
function toolTipText(value: unknown): string {
  const [, , title, text] = value as [string, unknown, string, string];
  return text ? `${title}\n${text}` : title;
}

type MenuAddress = { destination: string; path: string; interface: string };

async function readMenu(bus: SessionBus, menu: MenuAddress): Promise<readonly MenuRow[]> {
  await bus.call({ ...menu, member: "AboutToShow", signature: "i", body: [0] }).catch(() => {});
  const [, root] = await bus.call({ ...menu, member: "GetLayout", signature: "iias", body: [0, -1, []] });
  return parseRow(plain(root)).children;
}

function parseRow(value: unknown): MenuRow {
  const [id, properties, children] = value as [number, Record<string, unknown>, unknown[]];
  return {
    id,
    label: withoutMnemonic(String(properties["label"] ?? "")),
    type: properties["type"] === "separator" ? "separator" : "standard",
    enabled: properties["enabled"] !== false,
    visible: properties["visible"] !== false,
    toggleState: properties["toggle-type"] ? (properties["toggle-state"] === 1 ? "on" : "off") : undefined,
    children: children.map(parseRow),
  };
}

/** An underscore marks the next letter; two underscores are one literal underscore. */
function withoutMnemonic(label: string): string {
  return label.replace(/_(.?)/g, "$1");
}

async function clickMenu(
  bus: SessionBus,
  menu: MenuAddress,
  wanted: string | ((row: MenuRow) => boolean),
): Promise<void> {
  const matches = typeof wanted === "string" ? (row: MenuRow) => row.label === wanted : wanted;
  const rows = flatten(await readMenu(bus, menu));
  const row = rows.find((candidate) => candidate.enabled && candidate.visible && matches(candidate));
  if (!row) {
    const labels = rows.map(({ label, enabled }) => `${label || "—"}${enabled ? "" : " (disabled)"}`);
    throw new Error(`The tray menu has no row to click for ${wanted}; it has: ${labels.join(" | ")}`);
  }
  const body = [row.id, "clicked", new Variant("s", ""), 0];
  await bus.call({ ...menu, member: "Event", signature: "isvu", body });
}

function flatten(rows: readonly MenuRow[]): readonly MenuRow[] {
  return rows.flatMap((row) => [row, ...flatten(row.children)]);
}
