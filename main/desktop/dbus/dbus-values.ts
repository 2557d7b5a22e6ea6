/** Values as D-Bus carries them: one whose type is told beside it is a variant. */

/** A value of type `v` in a call's body. */
export function variant(signature: string, value: unknown): BusVariant {
  return new BusVariant(signature, value);
}

class BusVariant {
  readonly signature: string;
  readonly value: unknown;
  constructor(signature: string, value: unknown) {
    this.signature = signature;
    this.value = value;
  }
}

/** The library's own variants: it is loaded later than this. */
type VariantClass = new (signature: string, value: unknown) => { readonly value: unknown };

/** Ours to the library's, at any depth. */
export function withVariants(value: unknown, Variant: VariantClass): unknown {
  if (value instanceof BusVariant) return new Variant(value.signature, withVariants(value.value, Variant));
  return mapInside(value, (inner) => withVariants(inner, Variant));
}

/** The values without the library's variants around them, at any depth. */
export function withoutVariants(value: unknown, Variant: VariantClass): unknown {
  if (value instanceof Variant) return withoutVariants(value.value, Variant);
  return mapInside(value, (inner) => withoutVariants(inner, Variant));
}

function mapInside(value: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (value === null || typeof value !== "object" || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
}
