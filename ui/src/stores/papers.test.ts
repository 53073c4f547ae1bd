import { describe, expect, it, vi } from "vitest";

import type { ListRequest, ListResponse, PaperRow } from "../api";
import { rowOf } from "../testing/backend";
import { PaperList, type Question } from "./papers.svelte";

const question = (query: string): Question => ({
  view: { kind: "inbox" },
  query,
  mode: "words",
  sort: "relevance",
  descending: null,
  near: null,
  topic: null,
});

const row = (id: number, title = `Paper ${id}`): PaperRow => rowOf(id, { title });

const answer = (ids: number[], total = ids.length): ListResponse => ({
  total,
  rows: ids.map((id) => row(id)),
  seconds: 0.001,
  query_errors: [],
});

/** A backend whose answers are given by hand, in any order. */
function byHand() {
  const waiting: { request: ListRequest; give: (answer: ListResponse) => void }[] = [];
  const fetch = (request: ListRequest) =>
    new Promise<ListResponse>((give) => waiting.push({ request, give }));
  return { waiting, fetch };
}

const rowsOf = (list: PaperList) => Array.from({ length: list.total }, (_, at) => list.row(at)?.id);

describe("the list", () => {
  it("drops an answer to a question that is no longer asked", async () => {
    const { waiting, fetch } = byHand();
    const list = new PaperList(fetch);
    const first = list.ask(question("a"));
    const second = list.ask(question("ab"));
    waiting[1]?.give(answer([2]));
    expect(await second).toBe(true);
    waiting[0]?.give(answer([1, 1, 1]));
    expect(await first).toBe(false);
    expect(rowsOf(list)).toEqual([2]);
  });

  it("fetches each page once, and only those that are wanted", async () => {
    const fetch = vi.fn(async ({ offset, limit }: ListRequest) =>
      answer(
        Array.from({ length: limit }, (_, step) => offset + step),
        100_000,
      ),
    );
    const list = new PaperList(fetch);
    await list.ask(question(""));
    list.want(50_000, 50_040);
    list.want(50_010, 50_050);
    await vi.waitFor(() => expect(list.row(50_020)?.id).toBe(50_020));
    expect(fetch.mock.calls.map(([request]) => request.offset)).toEqual([0, 50_000]);
    expect(list.row(30_000)).toBeUndefined();
  });

  it("shows a change at once and does not flicker back while it is under way", async () => {
    const { waiting, fetch } = byHand();
    const list = new PaperList(fetch);
    const asked = list.ask(question(""));
    waiting[0]?.give(answer([1, 2, 3]));
    await asked;

    let finish: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (finish = resolve));
    const changing = list.changing(
      () => list.take(new Set([2])),
      () => work,
    );
    expect(rowsOf(list)).toEqual([1, 3]);
    await list.refresh();
    expect(waiting.length).toBe(1);

    finish();
    await changing;
    waiting[1]?.give(answer([1, 3, 4]));
    await vi.waitFor(() => expect(rowsOf(list)).toEqual([1, 3, 4]));
  });

  it("goes back to the truth when a change is refused", async () => {
    const { waiting, fetch } = byHand();
    const list = new PaperList(fetch);
    const asked = list.ask(question(""));
    waiting[0]?.give(answer([1, 2]));
    await asked;
    const changing = list.changing(
      () => list.take(new Set([1])),
      () => Promise.reject(new Error("refused")),
    );
    await expect(changing).rejects.toThrow("refused");
    waiting[1]?.give(answer([1, 2]));
    await vi.waitFor(() => expect(rowsOf(list)).toEqual([1, 2]));
  });

  it("keeps what it shows and says what failed", async () => {
    const fetch = vi
      .fn<(request: ListRequest) => Promise<ListResponse>>()
      .mockResolvedValueOnce(answer([1]))
      .mockRejectedValueOnce({ code: "index_failed", message: "The index is broken." });
    const list = new PaperList(fetch);
    await list.ask(question(""));
    await list.ask(question("x"));
    expect(list.failure?.code).toBe("index_failed");
    expect(rowsOf(list)).toEqual([1]);
  });
});
