// The arithmetic of a list of which only the visible rows are drawn. Rows have one fixed height.

export interface Viewport {
  /** Pixels scrolled. */
  top: number;
  /** Pixels visible. */
  height: number;
}

/** The half-open range of rows to draw: those visible, and `spare` on either side. */
export function visibleRows(
  view: Viewport,
  rowHeight: number,
  total: number,
  spare: number,
): { from: number; to: number } {
  if (rowHeight <= 0 || total <= 0) return { from: 0, to: 0 };
  const first = Math.floor(Math.max(0, view.top) / rowHeight);
  const last = Math.ceil((Math.max(0, view.top) + view.height) / rowHeight);
  const from = Math.min(total, Math.max(0, first - spare));
  return { from, to: Math.max(from, Math.min(total, last + spare)) };
}

/** Where to scroll so that a row is wholly visible; where it is already when it is. */
export function scrollTo(row: number, view: Viewport, rowHeight: number): number {
  const top = row * rowHeight;
  if (top < view.top) return top;
  if (top + rowHeight > view.top + view.height) return top + rowHeight - view.height;
  return view.top;
}

/** The numbers of the pages of `size` rows that a range of rows touches. */
export function pagesOf(from: number, to: number, size: number): number[] {
  if (to <= from) return [];
  const first = Math.floor(from / size);
  const last = Math.floor((to - 1) / size);
  return Array.from({ length: last - first + 1 }, (_, step) => first + step);
}
