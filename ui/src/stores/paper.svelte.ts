// The open paper: all that is known of it, its history, what is related to it and what is new in it.

import {
  asFailure,
  call,
  onStale,
  shows,
  type Failure,
  type HistoryEntry,
  type Novelty,
  type PaperDetail,
} from "../api";
import { Related } from "./related.svelte";

const RELATED = 12;

class OpenPaper {
  id = $state<number | null>(null);
  /** Stays the last paper's until the new one has come, so that the pane never flashes empty. */
  detail = $state.raw<PaperDetail | null>(null);
  failure = $state.raw<Failure | null>(null);
  history = $state.raw<readonly HistoryEntry[] | null>(null);
  historyFailure = $state.raw<Failure | null>(null);
  novelty = $state.raw<Novelty | null>(null);
  noveltyFailure = $state.raw<Failure | null>(null);
  /** A sentence of the abstract that another part of the pane points at. */
  pointed = $state<string | null>(null);

  readonly near = new Related(RELATED);
  #asked = 0;
  #noveltyAsked = 0;

  /** Opens a paper, or none. */
  open(id: number | null): void {
    if (id === this.id) return;
    this.id = id;
    this.#asked += 1;
    this.failure = null;
    this.history = null;
    this.historyFailure = null;
    this.#forgetNovelty();
    this.near.turnTo(id === null ? null : { kind: "papers", of: [id] });
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

  /** Compares it with what is known; asked when the comparison comes into sight. */
  async loadNovelty(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    const asked = ++this.#noveltyAsked;
    this.noveltyFailure = null;
    try {
      const novelty = await call("novelty", { id });
      if (asked === this.#noveltyAsked) this.novelty = novelty;
    } catch (thrown) {
      if (asked === this.#noveltyAsked) this.noveltyFailure = asFailure(thrown);
    }
  }

  refresh(): void {
    void this.load();
    if (this.history !== null) void this.loadHistory();
  }

  refreshNear(): void {
    this.near.refresh();
    if (this.novelty !== null || this.noveltyFailure !== null) void this.loadNovelty();
  }

  #forgetNovelty(): void {
    this.#noveltyAsked += 1;
    this.novelty = null;
    this.noveltyFailure = null;
    this.pointed = null;
  }
}

export const paper = new OpenPaper();

export function followPaper(): () => void {
  const endings = [
    onStale(shows("paper.show"), () => paper.refresh()),
    onStale(shows("related"), () => paper.refreshNear()),
  ];
  return () => endings.forEach((end) => end());
}
