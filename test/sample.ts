/**
 * `npm test` tries a part of what has many cases, always the same part; `npm run test:long` tries everything. The part
 * holds the worst of each kind, for what breaks at all breaks there first: Korean, dark, forced colours, 200 %.
 */
export const IS_LONG = process.env["ALRIMI_TEST_LONG"] !== undefined;

/**
 * All cases in the long run, otherwise those that are worst.
 * @throws when none is
 */
export function sample<Case>(
  all: readonly Case[],
  isWorst: (each: Case) => boolean,
  isLong = IS_LONG,
): readonly Case[] {
  const worst = all.filter(isWorst);
  if (worst.length === 0) throw new Error(`none of ${all.length} cases is in the sample`);
  return isLong ? all : worst;
}

/** How often to try what chance decides: rounds of a property, kills of a process. */
export function times(usual: number, long: number): number {
  return IS_LONG ? long : usual;
}
