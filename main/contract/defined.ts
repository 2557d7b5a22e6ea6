type Optional<Values> = {
  [Key in keyof Values as undefined extends Values[Key] ? Key : never]?: Exclude<Values[Key], undefined>;
};
type Required<Values> = {
  [Key in keyof Values as undefined extends Values[Key] ? never : Key]: Values[Key];
};
type Merged<Values> = { [Key in keyof Values]: Values[Key] };

/** What `defined` returns: keys whose value may be undefined are optional, and never hold undefined. */
export type Defined<Values extends object> = Merged<Required<Values> & Optional<Values>>;

/** A copy without the keys whose value is undefined, in the same order: `{ url, ...defined({ caFile }) }`. */
export function defined<const Values extends object>(values: Values): Defined<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<Values>;
}
