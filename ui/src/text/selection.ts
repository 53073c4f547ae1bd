// The reader's selection in an anchored text, as offsets into that text.

import type { Span } from "./pieces";

/** The UTF-16 span selected within `root`; null when nothing there is selected. */
export function selectedSpan(root: HTMLElement, selection: Selection | null): Span | null {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(root)) return null;
  const start = offsetAt(root, range.startContainer, range.startOffset, "start");
  const end = offsetAt(root, range.endContainer, range.endOffset, "end");
  return start !== null && end !== null && end > start ? { start, end } : null;
}

function offsetAt(
  root: HTMLElement,
  node: Node,
  offset: number,
  side: "start" | "end",
): number | null {
  const pieces = Array.from(root.querySelectorAll<HTMLElement>("[data-from]"));
  const within = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(
    "[data-from]",
  );
  if (within && root.contains(within)) {
    const from = Number(within.dataset.from);
    if (within.dataset.kind === "math") return side === "start" ? from : Number(within.dataset.to);
    return node instanceof Text ? from + offset : offset === 0 ? from : Number(within.dataset.to);
  }
  // Outside every piece: the nearest piece on the inner side of the selection.
  const point = document.createRange();
  point.setStart(node, offset);
  if (side === "start") {
    const next = pieces.find((piece) => point.comparePoint(piece, 0) >= 0);
    return next ? Number(next.dataset.from) : null;
  }
  const last = pieces.findLast((piece) => point.comparePoint(piece, 0) < 0);
  return last ? Number(last.dataset.to) : null;
}
