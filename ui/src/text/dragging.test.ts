import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { followDrag, rowUnder, type Drag } from "./dragging";

/** A box of ten rows, 40 pixels each, whose upper edge is at 100. */
function boxAt(scrollTop = 0) {
  const box = document.createElement("div");
  box.getBoundingClientRect = () => ({ top: 100, bottom: 500 }) as DOMRect;
  box.scrollTop = scrollTop;
  return box;
}

const to = (type: string, clientY: number) =>
  document.dispatchEvent(new MouseEvent(type, { clientY }));

describe("a row that is dragged", () => {
  const heard: [Drag | null, boolean][] = [];
  const begin = (from = 4) =>
    followDrag(
      new MouseEvent("mousedown", { clientY: 100 + from * 40 + 20 }),
      { box: boxAt(), rowHeight: 40, total: 10, from },
      (drag, dropped) => heard.push([drag, dropped]),
    );

  beforeEach(() => {
    vi.useFakeTimers();
    heard.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it("is over the row under the pointer, also in a scrolled box and beyond its ends", () => {
    expect(rowUnder(225, boxAt(), 40, 10)).toBe(3);
    expect(rowUnder(225, boxAt(80), 40, 10)).toBe(5);
    expect(rowUnder(0, boxAt(), 40, 10)).toBe(0);
    expect(rowUnder(9_999, boxAt(), 40, 10)).toBe(9);
  });

  it("is dropped where the pointer is let go", () => {
    begin();
    to("mousemove", 225);
    expect(heard.at(-1)).toEqual([{ from: 4, to: 3 }, false]);
    to("mouseup", 225);
    expect(heard.at(-1)).toEqual([{ from: 4, to: 3 }, true]);
    to("mousemove", 120);
    expect(heard).toHaveLength(2);
  });

  it("is only pressed when the pointer hardly moves", () => {
    begin();
    to("mousemove", 283);
    to("mouseup", 283);
    expect(heard).toEqual([[null, true]]);
  });

  it("stays where it was after Escape", () => {
    begin();
    to("mousemove", 225);
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true }));
    expect(heard.at(-1)).toEqual([null, true]);
    to("mouseup", 225);
    expect(heard).toHaveLength(2);
  });
});
