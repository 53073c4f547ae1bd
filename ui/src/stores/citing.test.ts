import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { fakeBackend, fakePage, rowOf } from "../testing/backend";
import { announcer } from "./announce.svelte";
import { carried, copyCited } from "./citing";

const REFERENCE = { text: "Byron, A. (1843). Notes.", html: "<i>Notes</i>" };

/** What a drag carries. */
function transfer() {
  const data = new Map<string, string>();
  return {
    data,
    as: {
      effectAllowed: "none",
      setData: (type: string, text: string) => data.set(type, text),
    } as unknown as DataTransfer,
  };
}

describe("papers cited elsewhere", () => {
  const copied: { "text/plain"?: string; "text/html"?: string }[] = [];

  beforeEach(() => {
    fakePage();
    copied.length = 0;
    announcer.toasts = [];
    // The page's own way: a `copy` event whose data the page gives.
    document.execCommand = (name: string) => {
      const own: Record<string, string> = {};
      const event = Object.assign(new Event(name, { cancelable: true }), {
        clipboardData: { setData: (type: string, text: string) => (own[type] = text) },
      });
      document.dispatchEvent(event);
      if (event.defaultPrevented) copied.push(own);
      return event.defaultPrevented;
    };
  });

  afterEach(() => vi.unstubAllGlobals());

  const backend = () =>
    fakeBackend({
      cite: ({ form }) => (form === "reference" ? REFERENCE : { text: `<${form}>`, html: null }),
    });

  it("are copied as formatted and as plain", async () => {
    const calls = backend();
    await copyCited("reference", [3, 1]);
    expect(calls.of("cite")).toEqual([
      { ids: [3, 1], style: null, language: null, form: "reference" },
    ]);
    expect(copied).toEqual([{ "text/plain": REFERENCE.text, "text/html": REFERENCE.html }]);
  });

  it("are plain where they are plain by nature", async () => {
    backend();
    await copyCited("bibtex", [3]);
    expect(copied).toEqual([{ "text/plain": "<bibtex>" }]);
  });

  it("take the asynchronous clipboard where there is one, before the answer has come", async () => {
    backend();
    const written: unknown[] = [];
    vi.stubGlobal(
      "ClipboardItem",
      class {
        constructor(readonly parts: Record<string, Promise<Blob>>) {}
      },
    );
    vi.stubGlobal("navigator", {
      clipboard: { write: async (items: unknown[]) => void written.push(...items) },
    });
    const copying = copyCited("reference", [3]);
    expect(written).toHaveLength(1);
    await copying;
    const [{ parts }] = written as [{ parts: Record<string, Promise<Blob>> }];
    expect(Object.keys(parts)).toEqual(["text/plain", "text/html"]);
    expect(copied).toEqual([]);
  });

  it("say why they could not be copied", async () => {
    fakeBackend({});
    await copyCited("key", [3]);
    expect(announcer.toasts[0]).toMatchObject({ tone: "error", title: "It could not be copied" });
  });

  it("carry a reference and BibTeX when they are dragged out", async () => {
    const calls = backend();
    carried.prepare([3]);
    await vi.waitFor(() => expect(calls.of("cite")).toHaveLength(2));
    await vi.waitFor(() => {
      const { data, as } = transfer();
      carried.load(as, [rowOf(3)]);
      expect(Object.fromEntries(data)).toEqual({
        "text/plain": REFERENCE.text,
        "text/html": REFERENCE.html,
        "application/x-bibtex": "<bibtex>",
      });
    });
  });

  it("carry what the list shows when the drag begins before the answer", () => {
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    carried.prepare([5]);
    const { data, as } = transfer();
    carried.load(as, [rowOf(5, { authors: "Ada Byron", year: 1843, title: "Notes" })]);
    expect(Object.fromEntries(data)).toEqual({ "text/plain": "Ada Byron (1843) Notes" });
  });
});
