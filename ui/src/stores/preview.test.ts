import { describe, expect, it, vi } from "vitest";

import type { ExportChoices, ExportPreview, ExportPreviewRequest } from "../api";
import { FIRST, MORE, Preview } from "./preview.svelte";

const choices = (title: string) => ({ format: "docx", title }) as ExportChoices;

const pageOf = (html: string, entries = 1): ExportPreview => ({
  html,
  css: "",
  entries,
  warnings: [],
  groups: [],
  order: [],
  seconds: 0.01,
});

/** A backend whose answers are given by hand. */
function byHand() {
  const waiting: {
    request: ExportPreviewRequest;
    give: (page: ExportPreview) => void;
    refuse: (reason: unknown) => void;
  }[] = [];
  const ask = (request: ExportPreviewRequest) =>
    new Promise<ExportPreview>((give, refuse) => waiting.push({ request, give, refuse }));
  return { waiting, ask };
}

describe("the preview", () => {
  it("asks one question at a time and then only the newest", async () => {
    const { waiting, ask } = byHand();
    const preview = new Preview(ask);
    void preview.show(choices("a"));
    void preview.show(choices("ab"));
    const last = preview.show(choices("abc"));
    expect(waiting).toHaveLength(1);
    waiting[0]?.give(pageOf("a"));
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    expect(waiting[1]?.request.choices.title).toBe("abc");
    expect(preview.page).toBeNull();
    waiting[1]?.give(pageOf("abc"));
    await last;
    expect(preview.page?.html).toBe("abc");
    expect(preview.loading).toBe(false);
  });

  it("keeps the last page while the next one loads, and when it fails", async () => {
    const { waiting, ask } = byHand();
    const preview = new Preview(ask);
    const first = preview.show(choices("a"));
    waiting[0]?.give(pageOf("a"));
    await first;
    const second = preview.show(choices("b"));
    expect(preview.page?.html).toBe("a");
    expect(preview.loading).toBe(true);
    waiting[1]?.refuse({ code: "unknown_style", message: "No such style." });
    await second;
    expect(preview.failure?.message).toBe("No such style.");
    const third = preview.look();
    waiting[2]?.give(pageOf("b"));
    await third;
    expect(preview.failure).toBeNull();
  });

  it("asks for no more entries than were scrolled to", async () => {
    const ask = vi.fn(async ({ limit }: ExportPreviewRequest) => pageOf(String(limit), 1000));
    const preview = new Preview(ask);
    await preview.show(choices("a"));
    expect(preview.shown).toBe(FIRST);
    await preview.more();
    expect(preview.shown).toBe(FIRST + MORE);
    preview.need(5);
    await preview.show(choices("b"));
    expect(preview.shown).toBe(5 + FIRST);
  });

  it("asks for nothing when every entry is there", async () => {
    const ask = vi.fn(async () => pageOf("all", FIRST));
    const preview = new Preview(ask);
    await preview.show(choices("a"));
    await preview.more();
    await preview.reach(3);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("reaches an entry that is not on the page yet", async () => {
    const ask = vi.fn(async ({ limit }: ExportPreviewRequest) => pageOf(String(limit), 1000));
    const preview = new Preview(ask);
    await preview.show(choices("a"));
    await preview.reach(700);
    expect(preview.shown).toBeGreaterThan(700);
  });
});
