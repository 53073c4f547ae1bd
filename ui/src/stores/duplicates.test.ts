import { describe, expect, it, vi } from "vitest";

import type { Done, DuplicatePair, DuplicatesRequest, PaperDetail, SettleRequest } from "../api";
import { idsOf, PAGE, PairList, together } from "./duplicates.svelte";

const paperOf = (id: number, part: Partial<PaperDetail> = {}): PaperDetail => ({
  id,
  key: `key${id}`,
  title: `Paper ${id}`,
  abstract: null,
  authors: [],
  year: null,
  date: null,
  venue: null,
  type: "article",
  identifiers: {},
  urls: [],
  tags: [],
  decision: "inbox",
  reason: null,
  stars: 0,
  note: "",
  highlights: [],
  sightings: [],
  versions: [],
  doubtful: [],
  sources: {},
  collections: [],
  volume: null,
  issue: null,
  pages: null,
  publisher: null,
  language: null,
  keywords: [],
  added: "2024-03-14T00:00:00Z",
  trashed: false,
  ...part,
});

const pairOf = (first: number, second: number, reason = "same title"): DuplicatePair => ({
  first: paperOf(first),
  second: paperOf(second),
  reason,
  differing: [],
});

/** A backend whose pairs wait in memory and whose verdicts are held back until they are let go. */
function backend(pairs: DuplicatePair[]) {
  const waiting: (() => void)[] = [];
  const refusals: unknown[] = [];
  const settled: SettleRequest[] = [];
  const fetch = vi.fn(async ({ offset, limit }: DuplicatesRequest) => ({
    total: pairs.length,
    pairs: pairs.slice(offset, offset + limit),
  }));
  const settle = async (request: SettleRequest): Promise<Done> => {
    await new Promise<void>((go) => waiting.push(go));
    const refusal = refusals.shift();
    if (refusal !== undefined) throw refusal;
    settled.push(request);
    const keys = request.pairs.map(({ first, second }) => [first, second].sort().join());
    pairs = pairs.filter((pair) => !keys.includes([pair.first.id, pair.second.id].sort().join()));
    return { seq: 1, what: "Merge: 2 papers", papers: [1, 2] };
  };
  return {
    fetch,
    settle,
    settled,
    refuse: (thrown: unknown) => refusals.push(thrown),
    answer: async () => {
      waiting.splice(0).forEach((go) => go());
      await new Promise((go) => setTimeout(go));
    },
    bringBack: (pair: DuplicatePair) => (pairs = [pair, ...pairs]),
  };
}

async function opened(pairs: DuplicatePair[]) {
  const host = backend(pairs);
  const list = new PairList(host);
  await list.ask();
  return { host, list };
}

const shown = (list: PairList) =>
  Array.from({ length: list.total }, (_, index) => {
    const pair = list.pair(index);
    return pair ? Object.values(idsOf(pair)).join("+") : "?";
  });

describe("the pairs that wait", () => {
  it("are fetched by the page, and only the pages that come into sight", async () => {
    const { host, list } = await opened(Array.from({ length: 120 }, (_, n) => pairOf(n, n + 500)));
    expect(list.total).toBe(120);
    expect(host.fetch.mock.calls.map(([request]) => request)).toEqual([{ offset: 0, limit: PAGE }]);
    list.want(90, 110);
    await vi.waitFor(() => expect(list.pair(100)).toBeDefined());
    expect(host.fetch).toHaveBeenCalledTimes(3);
  });

  it("leave at once with a verdict, and the next is under the cursor", async () => {
    const { host, list } = await opened([pairOf(1, 2), pairOf(3, 4), pairOf(5, 6)]);
    const [first] = [list.current];
    const work = list.settle(first ? [first] : [], "apart");
    expect(shown(list)).toEqual(["3+4", "5+6"]);
    expect(list.current?.first.id).toBe(3);
    await list.refresh();
    expect(shown(list)).toEqual(["3+4", "5+6"]);
    await host.answer();
    await work;
    expect(host.settled).toEqual([{ pairs: [{ first: 1, second: 2 }], verdict: "not-same" }]);
    await vi.waitFor(() => expect(shown(list)).toEqual(["3+4", "5+6"]));
  });

  it("keep the right paper when the reader says so", async () => {
    const { host, list } = await opened([pairOf(1, 2)]);
    const work = list.settle([pairOf(1, 2)], "right");
    await host.answer();
    await work;
    expect(host.settled).toEqual([{ pairs: [{ first: 2, second: 1 }], verdict: "same" }]);
    expect([list.total, list.cursor]).toEqual([0, -1]);
  });

  it("of a paper merged away are not judged until they come back with the one kept", async () => {
    const { host, list } = await opened([pairOf(1, 2), pairOf(2, 3), pairOf(1, 4)]);
    const work = list.settle([pairOf(1, 2)], "left");
    expect(shown(list)).toEqual(["1+4"]);
    await host.answer();
    await work;
    await vi.waitFor(() => expect(shown(list)).toEqual(["2+3", "1+4"]));
  });

  it("come back under the cursor when the verdict is refused", async () => {
    const { host, list } = await opened([pairOf(1, 2), pairOf(3, 4)]);
    host.refuse({ code: "in_trash", message: "It is in the trash." });
    const work = list.settle([pairOf(1, 2)], "left");
    const failed = expect(work).rejects.toEqual({
      code: "in_trash",
      message: "It is in the trash.",
    });
    await host.answer();
    await failed;
    await vi.waitFor(() => expect(shown(list)).toEqual(["1+2", "3+4"]));
    expect(list.current?.first.id).toBe(1);
  });

  it("are returned to after an undo, and followed when others come before them", async () => {
    const { host, list } = await opened([pairOf(3, 4), pairOf(5, 6)]);
    list.moveTo(1);
    host.bringBack(pairOf(1, 2));
    await list.refresh();
    expect(list.current?.first.id).toBe(5);
    await list.returnTo([2, 1]);
    expect(list.current?.first.id).toBe(1);
  });

  it("are found by their papers on whichever page they are", async () => {
    const { list } = await opened(Array.from({ length: 130 }, (_, n) => pairOf(n, n + 500)));
    expect(await list.seek({ first: 621, second: 121 })).toBe(true);
    expect(list.cursor).toBe(121);
    expect(await list.seek({ first: 1, second: 2 })).toBe(false);
  });

  it("say why they could not be read", async () => {
    const host = backend([]);
    const list = new PairList({
      ...host,
      fetch: () => Promise.reject({ code: "busy", message: "Busy." }),
    });
    await list.ask();
    expect(list.failure?.code).toBe("busy");
  });
});

describe("one verdict on several pairs", () => {
  it("is for those of the same reason", async () => {
    const { list } = await opened([pairOf(1, 2), pairOf(3, 4, "same DOI"), pairOf(5, 6)]);
    expect(list.alike.map(({ first }) => first.id)).toEqual([1, 5]);
  });

  it("merges no paper away twice, nor into one that is gone", () => {
    const pairs = [pairOf(1, 2), pairOf(3, 2), pairOf(2, 4), pairOf(1, 5)];
    const ids = (judgement: "left" | "apart") => together(pairs, judgement).map(idsOf);
    expect(ids("left")).toEqual([
      { first: 1, second: 2 },
      { first: 1, second: 5 },
    ]);
    expect(ids("apart")).toHaveLength(4);
  });
});
