// The desk: what lies on it, which view and query are shown, which papers are chosen, which is open.

import {
  call,
  onStale,
  shows,
  type PaperRow,
  type SearchMode,
  type Sort,
  type TopicSummary,
  type View,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";
import { overview } from "./overview.svelte";
import { PaperList } from "./papers.svelte";

class Desk {
  /** Papers of a view as a list or as a matrix, or the pairs that wait for a verdict. */
  place = $state<"papers" | "matrix" | "duplicates">("papers");
  view = $state.raw<View>({ kind: "inbox" });
  query = $state("");
  mode = $state<SearchMode>("hybrid");
  sort = $state<Sort>("relevance");
  descending = $state<boolean | null>(null);
  /** For the order by nearness: a collection; null for what the reader keeps. */
  near = $state<number | null>(null);
  /** Only the papers of this topic of the view and query. */
  topic = $state.raw<Pick<TopicSummary, "id" | "label"> | null>(null);

  /** The row the keyboard is at; -1 in an empty list. */
  cursor = $state(-1);
  /** The paper at the cursor, which stays the same when rows move. */
  current = $state<number | null>(null);
  chosen = $state.raw<ReadonlySet<number>>(new Set());

  readonly list = new PaperList((request) => call("papers.list", request));
  #anchor = -1;
  /** Whether the open paper was opened from elsewhere than the list. */
  #beside = false;
  /** While an answer to typed words is awaited, whether more was typed. */
  #typing: "nothing" | "awaited" | "more" = "nothing";

  async show(view: View): Promise<void> {
    this.#toPapers();
    this.view = view;
    this.topic = null;
    if (this.sort === "manual" && view.kind !== "collection") this.sort = "relevance";
    await this.ask();
  }

  /**
   * Takes what was typed and asks at once. What is typed before the answer comes is asked when it
   * has come, the newest only: there is never more than one question under way.
   */
  type(query: string): void {
    this.#toPapers();
    this.query = query;
    // Topics belong to one view and query.
    this.topic = null;
    if (this.#typing === "nothing") void this.#askWhileTyping();
    else this.#typing = "more";
  }

  async #askWhileTyping(): Promise<void> {
    try {
      do {
        this.#typing = "awaited";
        await this.ask();
      } while (this.#wasTyped());
    } finally {
      this.#typing = "nothing";
    }
  }

  #wasTyped(): boolean {
    return this.#typing === "more";
  }

  async order(sort: Sort, descending: boolean | null = null): Promise<void> {
    this.place = "papers";
    this.sort = sort;
    this.descending = descending;
    await this.ask();
  }

  /** Orders by nearness to a collection, or to what the reader keeps. */
  async orderByNearness(to: number | null): Promise<void> {
    this.near = to;
    await this.order("nearness");
  }

  async chooseTopic(topic: Pick<TopicSummary, "id" | "label"> | null): Promise<void> {
    this.topic = topic;
    await this.ask();
  }

  async searchBy(mode: SearchMode): Promise<void> {
    this.#toPapers();
    this.mode = mode;
    await this.ask();
  }

  async ask(): Promise<void> {
    const answered = await this.list.ask({
      view: this.view,
      query: this.query.trim(),
      mode: this.mode,
      sort: this.sort,
      descending: this.descending,
      near: this.sort === "nearness" ? this.near : null,
      topic: this.topic?.id ?? null,
    });
    if (answered) this.moveTo(this.list.total > 0 ? 0 : -1);
  }

  get row(): PaperRow | undefined {
    // Reading the version makes this follow the rows, which are not reactive themselves.
    return this.list.version >= 0 ? this.list.row(this.cursor) : undefined;
  }

  /** The papers an action applies to. */
  get targets(): number[] {
    return this.chosen.size > 0 ? [...this.chosen] : this.current === null ? [] : [this.current];
  }

  /** Moves the cursor to a row and chooses it alone. */
  moveTo(index: number): void {
    const bounded = Math.min(Math.max(index, this.list.total > 0 ? 0 : -1), this.list.total - 1);
    this.cursor = bounded;
    this.#anchor = bounded;
    this.list.want(Math.max(0, bounded - 20), bounded + 20);
    this.#settle();
  }

  async extendTo(index: number): Promise<void> {
    const bounded = Math.min(Math.max(index, 0), this.list.total - 1);
    if (bounded < 0) return;
    this.cursor = bounded;
    const from = Math.min(this.#anchor < 0 ? bounded : this.#anchor, bounded);
    const to = Math.max(this.#anchor, bounded) + 1;
    this.current = this.list.row(bounded)?.id ?? this.current;
    this.chosen = new Set(await this.#idsBetween(from, to));
  }

  toggle(index: number): void {
    const row = this.list.row(index);
    if (!row) return;
    const chosen = new Set(this.chosen);
    if (!chosen.delete(row.id)) chosen.add(row.id);
    this.cursor = index;
    this.#anchor = index;
    this.current = row.id;
    this.chosen = chosen.size > 0 ? chosen : new Set([row.id]);
  }

  async chooseAll(): Promise<void> {
    this.chosen = new Set(await this.#idsBetween(0, this.list.total));
  }

  /** Opens a paper wherever it is: in the list when it is among its known rows, else beside it. */
  open(id: number): void {
    this.place = "papers";
    const index = this.list.indexOf(id);
    if (index >= 0) {
      this.moveTo(index);
      return;
    }
    this.#beside = true;
    this.current = id;
    this.chosen = new Set([id]);
  }

  /**
   * After rows have changed: the cursor follows its paper, or goes to what is now where its paper
   * was. A paper that was opened from elsewhere stays open.
   */
  follow(): void {
    if (this.#beside) return;
    const index = this.current === null ? -1 : this.list.indexOf(this.current);
    if (index >= 0) {
      this.cursor = index;
      return;
    }
    if (this.list.row(this.cursor) !== undefined || this.cursor >= this.list.total) {
      this.moveTo(this.cursor);
    } else if (this.cursor < 0) {
      this.moveTo(0);
    }
  }

  /** Takes papers out of the list before the backend has said so; the next one is chosen at once. */
  drop(ids: ReadonlySet<number>): void {
    let kept = this.cursor;
    for (let index = 0; index < this.cursor; index += 1) {
      const row = this.list.row(index);
      if (row && ids.has(row.id)) kept -= 1;
    }
    this.list.take(ids);
    this.moveTo(kept);
  }

  /** Another view or query is shown as the last one was. */
  #toPapers(): void {
    if (this.place === "duplicates") this.place = "papers";
  }

  #settle(): void {
    this.#beside = false;
    const row = this.list.row(this.cursor);
    this.current = row?.id ?? null;
    this.chosen = new Set(row ? [row.id] : []);
  }

  async #idsBetween(from: number, to: number): Promise<number[]> {
    const known = Array.from({ length: to - from }, (_, step) => this.list.row(from + step)?.id);
    const question = this.list.question;
    if (known.every((id) => id !== undefined) || question === null) {
      return known.filter((id) => id !== undefined);
    }
    try {
      return (await call("papers.ids", { ...question, offset: from, limit: to - from })).ids;
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
      return known.filter((id) => id !== undefined);
    }
  }
}

export const desk = new Desk();

export function followPapers(): () => void {
  return onStale(shows("papers.list"), () => {
    void desk.list.refresh();
  });
}

export function sameView(one: View, other: View): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether the papers of a view lie on the desk. */
export function isShown(view: View): boolean {
  return desk.place !== "duplicates" && sameView(desk.view, view);
}

export function nameOfView(view: View): string {
  const now = overview.now;
  switch (view.kind) {
    case "digest":
      return now?.digests.find((digest) => digest.import_id === view.id)?.name ?? t().views.digests;
    case "collection":
      return now?.collections.find(({ id }) => id === view.id)?.name ?? t().views.collections;
    case "saved":
      return now?.saved.find(({ id }) => id === view.id)?.name ?? t().views.saved;
    case "tag":
      return t().views.tagged(view.name);
    default:
      return t().views[view.kind];
  }
}
