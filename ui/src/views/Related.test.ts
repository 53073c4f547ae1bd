import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { RelatedRequest } from "../api";
import { desk } from "../stores/desk.svelte";
import { Related } from "../stores/related.svelte";
import { relating } from "../stores/relating.svelte";
import { sheets } from "../stores/sheets.svelte";
import { fakeBackend, fakePage, hitOf, listOf, rowOf } from "../testing/backend";
import RelatedPapers from "./RelatedPapers.svelte";

const done = { seq: 1, what: "Include: 1 paper", papers: [11] };
const why = {
  sentences: ["We sink.", "They sink."],
  terms: ["sinks"],
  tags: ["method"],
  authors: ["Ada Byron"],
  collections: ["Chapter two"],
};

function backend() {
  return fakeBackend({
    related: ({ of, unlike }: RelatedRequest) => ({
      of,
      model: "m",
      seconds: 0.01,
      hits: [hitOf(11), hitOf(12, { near_duplicate: true }), hitOf(13, { nearest: 2 })].filter(
        ({ id }) => !unlike.includes(id),
      ),
      note: "Greek is hardly covered.",
    }),
    "related.why": why,
    "paper.decide": done,
    "papers.list": listOf(rowOf(1), rowOf(2)),
  });
}

const heading = createRawSnippet(() => ({ render: () => "<h3>Related</h3>" }));
const titles = () => screen.getAllByRole("listitem").map((item) => item.textContent ?? "");

describe("related papers", () => {
  beforeEach(() => fakePage());

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    sheets.close();
    relating.close();
  });

  const open = async (of: number[] = [1]) => {
    const host = backend();
    const near = new Related(12);
    near.turnTo({ kind: "papers", of });
    await near.load();
    render(RelatedPapers, {
      near,
      onopen: () => undefined,
      titles: of.length > 1 ? new Map([[1, "The First"]]) : undefined,
      children: heading,
    });
    return { ...host, near };
  };

  it("keeps away from what the reader wants less of, until that is taken back", async () => {
    const { of } = await open();
    await fireEvent.click(screen.getByRole("button", { name: "Less like “Near paper 11”" }));
    await waitFor(() => expect(of("related").at(-1)?.unlike).toEqual([11]));
    await waitFor(() =>
      expect(screen.queryByRole("button", { name: /Why “Near paper 11”/ })).toBeNull(),
    );
    await fireEvent.click(
      screen.getByRole("button", { name: "Take back: less like “Near paper 11”" }),
    );
    await waitFor(() => expect(of("related").at(-1)?.unlike).toEqual([]));
    await screen.findByRole("button", { name: /Why “Near paper 11”/ });
    expect(screen.queryByText("Less like:")).toBeNull();
  });

  it("says all that two papers share, the remark on the answer, and what may be one work", async () => {
    await open();
    expect(screen.getByText("Greek is hardly covered.")).toBeTruthy();
    expect(screen.getByText("may be the same work")).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Why “Near paper 11” is related" }));
    await screen.findByText("They sink.");
    const told = document.querySelector(".why")?.textContent ?? "";
    for (const part of ["Shared authors: Ada Byron", "Shared collections: Chapter two"]) {
      expect(told.replace(/\s+/g, " ")).toContain(part);
    }
    expect(told).toContain("method");
  });

  it("names the asked paper that a hit is nearest to, only when there are several", async () => {
    await open([1, 2]);
    expect(titles()[0]).toContain("nearest to “The First”");
    cleanup();
    await open([1]);
    expect(titles()[0]).not.toContain("nearest to");
  });

  it("explains a hit against the asked paper nearest to it", async () => {
    const { of } = await open([1, 2]);
    await waitFor(() => expect(of("related.why").length).toBe(3));
    expect(of("related.why").find(({ hit }) => hit === 13)).toEqual({ of: [2], hit: 13 });
  });

  it("takes the keys of the hit that has the focus, and leaves the paper on the desk alone", async () => {
    const { of } = await open();
    desk.current = 1;
    const second = document.querySelectorAll<HTMLElement>("li .title")[1];
    second?.focus();
    await fireEvent.keyDown(second as HTMLElement, { key: "i" });
    await waitFor(() =>
      expect(of("paper.decide")).toEqual([{ ids: [12], decision: "include", reason: null }]),
    );
    expect(desk.current).toBe(1);
    await fireEvent.keyDown(second as HTMLElement, { key: "c" });
    expect(sheets.open).toEqual({ kind: "collection", papers: [12] });
    await fireEvent.keyDown(second as HTMLElement, { key: "ArrowUp" });
    expect(document.activeElement?.textContent).toContain("Near paper 11");
  });

  it("stays behind a paper opened from it, and comes back with the papers asked about", async () => {
    backend();
    await desk.show({ kind: "library" });
    desk.chosen = new Set([1, 2]);
    await relating.open({ kind: "papers", of: [1, 2] });
    expect(relating.shown).toBe(true);
    relating.openHit(11);
    expect([relating.shown, relating.behind]).toEqual([false, true]);
    relating.comeBack();
    expect([relating.shown, [...desk.chosen]]).toEqual([true, [1, 2]]);
    desk.moveTo(1);
    expect([relating.shown, relating.behind]).toEqual([false, false]);
  });
});
