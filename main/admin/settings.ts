/** A setting of a stream or a consumer that differs, or differed, from the wanted one. */
export interface SettingChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The wanted settings that differ from the present ones. */
export function difference(
  present: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): readonly SettingChange[] {
  return Object.entries(wanted)
    .filter(([field, to]) => JSON.stringify(present[field]) !== JSON.stringify(to))
    .map(([field, to]) => ({ field, from: present[field], to }));
}
