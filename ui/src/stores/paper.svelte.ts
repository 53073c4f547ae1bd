// The open paper: all that is known of it, its history, and what is related to it.

import {
  asFailure,
  call,
  onStale,
  shows,
  type Failure,
  type HistoryEntry,
  type PaperDetail,
  type RelatedHit,
  type RelatedWhy,
} from "../api";

const RELATED = 12;

class OpenPaper {
  id = $state<number | null>(null);
  /** Stays the last paper's until the new one has come, so that the pane never flashes empty. */
  detail = $state.raw<PaperDetail | null>(null);
  failure = $state.raw<Failure | null>(null);
  history = $state.raw<readonly HistoryEntry[] | null>(null);
  historyFailure = $state.raw<Failure | null>(null);
  related = $state.raw<readonly RelatedHit[] | null>(null);
  relatedFailure = $state.raw<Failure | null>(null);
  whys = $state.raw<ReadonlyMap<number, RelatedWhy | Failure>>(new Map());

  #asked = 0;
  #whysAsked = new Set<number>();

  /** Opens a paper, or none. */
  open(id: number | null): void {
    if (id === this.id) return;
    this.id = id;
    this.#asked += 1;
    this.failure = null;
    this.history = null;
    this.historyFailure = null;
    this.#forgetRelated();
    if (id === null) this.detail = null;
    else void this.load();
  }

  async load(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    const asked = ++this.#asked;
    try {
      const detail = await call("paper.show", { id });
      if (asked !== this.#asked) return;
      this.detail = detail;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
  }

  async loadHistory(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    try {
      const history = await call("paper.history", { id });
      if (id !== this.id) return;
      this.history = history;
      this.historyFailure = null;
    } catch (thrown) {
      if (id === this.id) this.historyFailure = asFailure(thrown);
    }
  }

  async loadRelated(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    this.relatedFailure = null;
    try {
      const answer = await call("related", {
        of: [id],
        limit: RELATED,
        why: false,
        unlike: [],
        query: "",
        view: null,
        collection: null,
      });
      if (id === this.id) this.related = answer.hits;
    } catch (thrown) {
      if (id === this.id) this.relatedFailure = asFailure(thrown);
    }
  }

  /** Asks once why a hit is near; the answer appears in `whys`. */
  async explain(hit: number): Promise<void> {
    const { id } = this;
    if (id === null || this.#whysAsked.has(hit)) return;
    this.#whysAsked.add(hit);
    let answer: RelatedWhy | Failure;
    try {
      answer = await call("related.why", { of: [id], hit });
    } catch (thrown) {
      answer = asFailure(thrown);
    }
    if (id === this.id) this.whys = new Map(this.whys).set(hit, answer);
  }

  refresh(): void {
    void this.load();
    if (this.history !== null) void this.loadHistory();
  }

  refreshRelated(): void {
    const shown = this.related !== null || this.relatedFailure !== null;
    this.#forgetRelated();
    if (shown) void this.loadRelated();
  }

  #forgetRelated(): void {
    this.related = null;
    this.relatedFailure = null;
    this.whys = new Map();
    this.#whysAsked.clear();
  }
}

export const paper = new OpenPaper();

export function followPaper(): () => void {
  const endings = [
    onStale(shows("paper.show"), () => paper.refresh()),
    onStale(shows("related"), () => paper.refreshRelated()),
  ];
  return () => endings.forEach((end) => end());
}
