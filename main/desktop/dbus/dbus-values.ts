/** Variants: values that carry their own D-Bus type. */

/** Creates a value of type `v` for the body of a call. */
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

/** The library's own variant class, passed in because the library is loaded lazily. */
type VariantClass = new (signature: string, value: unknown) => { readonly value: unknown };

/** Converts our variants to the library's, at any depth. */
export function withVariants(value: unknown, Variant: VariantClass): unknown {
  if (value instanceof BusVariant) return new Variant(value.signature, withVariants(value.value, Variant));
  return mapInside(value, (inner) => withVariants(inner, Variant));
}

/** Unwraps the library's variants, at any depth. */
export function withoutVariants(value: unknown, Variant: VariantClass): unknown {
  if (value instanceof Variant) return withoutVariants(value.value, Variant);
  return mapInside(value, (inner) => withoutVariants(inner, Variant));
}

function mapInside(value: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (value === null || typeof value !== "object" || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
}
