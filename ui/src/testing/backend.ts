// A backend for tests of views: answers operations with what a test gives, and remembers them.

import { vi } from "vitest";

import type { Operations, PaperRow, RelatedHit } from "../api";

type Answers = {
  [K in keyof Operations]?:
    Operations[K]["response"] | ((request: Operations[K]["request"]) => Operations[K]["response"]);
};

export interface Call {
  operation: keyof Operations;
  request: Record<string, unknown>;
}

/** Stands in for the server; an operation without an answer fails as the server would say it. */
export function fakeBackend(answers: Answers) {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    const asked = JSON.parse(body) as Call;
    calls.push(asked);
    const found = answers[asked.operation] as unknown;
    if (found === undefined) {
      const failure = { code: "unknown_operation", message: `No ${asked.operation} here.` };
      return new Response(JSON.stringify(failure), { status: 404 });
    }
    const answer =
      typeof found === "function" ? (found as (request: unknown) => unknown)(asked.request) : found;
    return new Response(JSON.stringify(answer));
  });
  return {
    calls,
    of: (operation: keyof Operations) =>
      calls.filter((call) => call.operation === operation).map(({ request }) => request),
  };
}

/** What the page of a test has not: observers that see everything at once, scrolling, dialogs. */
export function fakePage(): void {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      #tell: (entries: { isIntersecting: boolean }[]) => void;
      constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
        this.#tell = tell;
      }
      observe = () => queueMicrotask(() => this.#tell([{ isIntersecting: true }]));
      disconnect = () => undefined;
    },
  );
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  HTMLElement.prototype.scrollTo = () => undefined;
  HTMLElement.prototype.scrollIntoView = () => undefined;
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
}

export const rowOf = (id: number, part: Partial<PaperRow> = {}): PaperRow => ({
  id,
  key: `key${id}`,
  title: `Paper ${id}`,
  authors: "",
  year: null,
  venue: null,
  decision: "inbox",
  reason: null,
  stars: 0,
  tags: [],
  has_note: false,
  has_abstract: true,
  seen: 1,
  new: false,
  badges: [],
  snippet: null,
  title_ranges: [],
  why: null,
  rank: null,
  watched: [],
  ...part,
});

export const listOf = (...rows: PaperRow[]) => ({
  total: rows.length,
  rows,
  seconds: 0.001,
  query_errors: [],
});

export const hitOf = (id: number, part: Partial<RelatedHit> = {}): RelatedHit => ({
  id,
  key: `key${id}`,
  title: `Near paper ${id}`,
  authors: "",
  year: null,
  decision: "inbox",
  score: 0.7,
  nearest: 1,
  near_duplicate: false,
  why: null,
  ...part,
});
