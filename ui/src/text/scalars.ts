// Offsets: the backend counts Unicode scalar values, the page counts UTF-16 units.

/** The UTF-16 offset of the scalar offset `scalars`; the text's length when beyond its end. */
export function toUnits(text: string, scalars: number): number {
  let units = 0;
  for (let passed = 0; passed < scalars && units < text.length; passed += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** The scalar offset of the UTF-16 offset `units`. */
export function toScalars(text: string, units: number): number {
  let scalars = 0;
  for (let at = 0; at < units && at < text.length; scalars += 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return scalars;
}
