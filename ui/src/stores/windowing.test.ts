import { describe, expect, it } from "vitest";

import { pagesOf, scrollTo, visibleRows } from "./windowing";

describe("the window on a long list", () => {
  it("draws what is visible and a few rows on either side", () => {
    expect(visibleRows({ top: 1000, height: 500 }, 50, 100_000, 4)).toEqual({ from: 16, to: 34 });
  });

  it("stays within the list at its ends", () => {
    expect(visibleRows({ top: -30, height: 500 }, 50, 100, 4)).toEqual({ from: 0, to: 14 });
    expect(visibleRows({ top: 4_990, height: 500 }, 50, 100, 4)).toEqual({ from: 95, to: 100 });
    expect(visibleRows({ top: 9_000, height: 500 }, 50, 10, 4)).toEqual({ from: 10, to: 10 });
    expect(visibleRows({ top: 0, height: 500 }, 0, 10, 4)).toEqual({ from: 0, to: 0 });
  });

  it("scrolls no further than to show a row whole", () => {
    const view = { top: 100, height: 200 };
    expect(scrollTo(3, view, 50)).toBe(100);
    expect(scrollTo(1, view, 50)).toBe(50);
    expect(scrollTo(8, view, 50)).toBe(250);
  });

  it("needs the pages that its rows lie on", () => {
    expect(pagesOf(95, 205, 100)).toEqual([0, 1, 2]);
    expect(pagesOf(100, 200, 100)).toEqual([1]);
    expect(pagesOf(5, 5, 100)).toEqual([]);
  });
});
