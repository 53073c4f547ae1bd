// A row dragged by the pointer to another place of its list. The system's own dragging is not
// used: the desktop's window keeps its drops for files.

export interface Drag {
  from: number;
  to: number;
}

interface Rows {
  /** What scrolls the rows. */
  box: HTMLElement;
  rowHeight: number;
  total: number;
  from: number;
}

/** How far the pointer goes before a press is a drag, in pixels. */
const SLACK = 5;
const EDGE = 28;
const STEP = 12;

/** The row under a pointer at `y` of the viewport. */
export function rowUnder(y: number, box: HTMLElement, rowHeight: number, total: number): number {
  const inside = y - box.getBoundingClientRect().top + box.scrollTop;
  return Math.min(Math.max(Math.floor(inside / rowHeight), 0), total - 1);
}

/**
 * Follows the pointer after a press on a row. `tell` hears where the row would go, and at the end
 * where it was dropped: null when the pointer never moved or Escape was pressed.
 */
export function followDrag(
  start: MouseEvent,
  { box, rowHeight, total, from }: Rows,
  tell: (drag: Drag | null, dropped: boolean) => void,
): void {
  let y = start.clientY;
  let drag: Drag | null = null;
  const ending = new AbortController();
  const { signal } = ending;
  const look = () => {
    drag = { from, to: rowUnder(y, box, rowHeight, total) };
    tell(drag, false);
  };
  // Near an edge the rows go on by themselves.
  const scrolling = setInterval(() => {
    if (!drag) return;
    const { top, bottom } = box.getBoundingClientRect();
    if (y < top + EDGE) box.scrollTop -= STEP;
    else if (y > bottom - EDGE) box.scrollTop += STEP;
    else return;
    look();
  }, 16);
  const end = (dropped: Drag | null) => {
    clearInterval(scrolling);
    ending.abort();
    tell(dropped, true);
  };
  document.addEventListener(
    "mousemove",
    (event) => {
      y = event.clientY;
      if (drag || Math.abs(y - start.clientY) > SLACK) look();
    },
    { signal },
  );
  document.addEventListener("mouseup", () => end(drag), { signal });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !drag) return;
      event.preventDefault();
      event.stopPropagation();
      drag = null;
      end(null);
    },
    { signal, capture: true },
  );
}
