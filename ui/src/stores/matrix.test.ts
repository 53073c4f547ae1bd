import { describe, expect, it, vi } from "vitest";

import type { Done, Matrix, MatrixRequest } from "../api";
import { MatrixRows } from "./matrix.svelte";

const done: Done = { seq: 1, what: "Changed", papers: [1] };
const question = { view: { kind: "library" as const }, query: "", columns: [] };

const answer = ({ offset, limit }: MatrixRequest, cell = "old"): Matrix => ({
  total: 5_000,
  columns: [{ name: "Tags", column: { kind: "tags" }, editable: true }],
  rows: Array.from({ length: limit }, (_, step) => ({
    id: offset + step,
    key: "",
    title: "",
    cells: [cell],
  })),
  sections: [],
});

describe("the rows of the matrix", () => {
  it("are fetched once, and only those that are wanted", async () => {
    const fetch = vi.fn(async (request: MatrixRequest) => answer(request));
    const rows = new MatrixRows({ fetch, set: async () => done });
    await rows.ask(question);
    rows.want(4_000, 4_020);
    rows.want(4_005, 4_025);
    await vi.waitFor(() => expect(rows.row(4_010)?.id).toBe(4_010));
    expect(fetch.mock.calls.map(([{ offset }]) => offset)).toEqual([0, 4_000]);
  });

  it("show a change at once and do not flicker back while it is written", async () => {
    let stored = "old";
    let finish: (done: Done) => void = () => undefined;
    const rows = new MatrixRows({
      fetch: async (request) => answer(request, stored),
      set: () => new Promise((give) => (finish = give)),
    });
    await rows.ask(question);
    const writing = rows.set(3, 0, "new");
    expect(rows.row(3)?.cells).toEqual(["new"]);
    await rows.refresh();
    expect(rows.row(3)?.cells).toEqual(["new"]);
    stored = "new";
    finish(done);
    await writing;
    expect(rows.row(3)?.cells).toEqual(["new"]);
  });

  it("show the old text again when the change is refused, and say why", async () => {
    const rows = new MatrixRows({
      fetch: async (request) => answer(request),
      set: async () => Promise.reject(new Error("Not a number.")),
    });
    await rows.ask(question);
    await expect(rows.set(0, 0, "many")).rejects.toThrow("Not a number.");
    expect(rows.row(0)?.cells).toEqual(["old"]);
  });

  it("of an older question do not come after those of a newer one", async () => {
    const waiting: ((answer: Matrix) => void)[] = [];
    const rows = new MatrixRows({
      fetch: () => new Promise((give) => waiting.push(give)),
      set: async () => done,
    });
    const request = { ...question, offset: 0, limit: 50 };
    const first = rows.ask(question);
    const second = rows.ask({ ...question, query: "newer" });
    waiting[1]?.(answer(request, "newer"));
    await second;
    waiting[0]?.(answer(request, "older"));
    await first;
    expect(rows.row(0)?.cells).toEqual(["newer"]);
  });
});
