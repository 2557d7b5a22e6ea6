/** A setting of a stream or a consumer that is not, or was not, as it should be. */
export interface SettingChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The settings that differ, of those that are wanted. */
export function difference(
  present: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): readonly SettingChange[] {
  return Object.entries(wanted)
    .filter(([field, to]) => JSON.stringify(present[field]) !== JSON.stringify(to))
    .map(([field, to]) => ({ field, from: present[field], to }));
}
