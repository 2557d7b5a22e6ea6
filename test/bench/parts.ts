/**
 * The parts of a benchmark that `--only` names.
 * @param only names with commas between; undefined for all
 * @throws for a name that is none
 */
export function partsOf<Part extends string>(
  all: readonly Part[],
  only: string | undefined,
): ReadonlySet<Part> {
  const named = only?.split(",") ?? all;
  const wrong = named.find((name) => !(all as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new Error(`--only is one or more of ${all.join(", ")}, not ${JSON.stringify(wrong)}`);
  return new Set(named as readonly Part[]);
}
