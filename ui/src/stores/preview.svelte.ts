// The live page of an export: the newest choices are asked, one question at a time, and no more
// entries than were scrolled to. The last page stays until the next one is there.

import {
  asFailure,
  call,
  type ExportChoices,
  type ExportPreview,
  type ExportPreviewRequest,
  type Failure,
} from "../api";

/** Entries asked for at first, and how many more each time the end comes near. */
export const FIRST = 60;
export const MORE = 120;

export type Ask = (request: ExportPreviewRequest) => Promise<ExportPreview>;

export class Preview {
  page = $state.raw<ExportPreview | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  /** Entries on the page. */
  shown = $state(0);

  #ask: Ask;
  #choices: ExportChoices | null = null;
  #limit = FIRST;
  /** The question under way, and whether it is still the newest. */
  #asking: Promise<void> | null = null;
  #stale = false;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Asks for the page of these choices; resolves when the newest page is there. */
  show(choices: ExportChoices): Promise<void> {
    this.#choices = choices;
    return this.look();
  }

  look(): Promise<void> {
    this.#stale = true;
    this.loading = this.#choices !== null;
    this.#asking ??= this.#work().finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** Asks for more entries when there are more; called when the page's end comes near. */
  more(): Promise<void> {
    const wanted = this.shown + MORE;
    if (this.shown >= (this.page?.entries ?? 0) || this.#limit >= wanted) return Promise.resolve();
    this.#limit = wanted;
    return this.look();
  }

  /** Makes sure that the entry at this place, from 0, is on the page. */
  async reach(place: number): Promise<void> {
    if (place < this.shown) return;
    this.#limit = Math.max(this.#limit, place + MORE);
    await this.look();
  }

  /** After the reader has scrolled back up, other choices need no more than what is in sight. */
  need(entries: number): void {
    this.#limit = Math.max(FIRST, entries + FIRST);
  }

  async #work(): Promise<void> {
    while (this.#stale && this.#choices !== null) {
      this.#stale = false;
      const limit = this.#limit;
      try {
        const page = await this.#ask({ choices: this.#choices, limit });
        // What was chosen meanwhile is asked next; its answer is the one to show.
        if (this.#isStale()) continue;
        this.page = page;
        this.shown = Math.min(limit, page.entries);
        this.failure = null;
      } catch (thrown) {
        if (!this.#isStale()) this.failure = asFailure(thrown);
      }
    }
    this.loading = false;
  }

  #isStale(): boolean {
    return this.#stale;
  }
}

export const preview = new Preview((request) => call("export.preview", request));
