// Moving one thing of a list to another place.

/** The list with the thing at `from` put at `to`; null when either is not in the list. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] | null {
  const thing = list[from];
  if (thing === undefined || to < 0 || to >= list.length || from === to) return null;
  const result = [...list];
  result.splice(from, 1);
  result.splice(to, 0, thing);
  return result;
}
