// What is related to several papers or to a collection: shown in the reading pane in place of a
// paper, and kept behind a paper that was opened from it.

import { call, onStale, shows } from "../api";
import { t } from "../i18n/index.svelte";
import { desk } from "./desk.svelte";
import { overview } from "./overview.svelte";
import { Related, type Subject } from "./related.svelte";

const HITS = 24;

class Relating {
  readonly near = new Related(HITS);
  /** Titles of asked papers, as far as they have been read. */
  titles = $state.raw<ReadonlyMap<number, string>>(new Map());

  /** The choice that was on the desk when it was opened; another choice leaves it. */
  #chosen = $state.raw<ReadonlySet<number> | null>(null);
  /** The hit that was opened from it. */
  #opened = $state<number | null>(null);
  #titlesAsked = new Set<number>();

  /** Whether it is in the reading pane now. */
  get shown(): boolean {
    return this.near.subject !== null && this.#chosen === desk.chosen;
  }

  /** Whether the paper in the reading pane was opened from it. */
  get behind(): boolean {
    return this.near.subject !== null && this.#opened !== null && this.#opened === desk.current;
  }

  /** What it is about, in words. */
  get name(): string {
    const { subject } = this.near;
    if (subject?.kind === "collection") {
      const found = overview.now?.collections.find(({ id }) => id === subject.id);
      return t().related.toCollection(found?.name ?? t().views.collections);
    }
    return t().related.toSeveral(subject?.of.length ?? 0);
  }

  async open(subject: Subject): Promise<void> {
    this.near.turnTo(subject);
    this.titles = new Map();
    this.#titlesAsked.clear();
    this.#chosen = desk.chosen;
    this.#opened = null;
    await this.near.load();
  }

  /** Shows a collection and what is related to it. */
  async ofCollection(id: number): Promise<void> {
    await desk.show({ kind: "collection", id });
    await this.open({ kind: "collection", id });
  }

  openHit(id: number): void {
    this.#opened = id;
    desk.open(id);
  }

  /** Back from a hit, with the papers asked about chosen again. */
  comeBack(): void {
    const { subject } = this.near;
    desk.moveTo(desk.cursor);
    if (subject?.kind === "papers") desk.chosen = new Set(subject.of);
    this.#chosen = desk.chosen;
    this.#opened = null;
  }

  close(): void {
    this.#chosen = null;
    this.#opened = null;
    this.near.turnTo(null);
  }

  /** Reads the title of an asked paper once. */
  async readTitle(id: number): Promise<void> {
    if (this.#titlesAsked.has(id)) return;
    this.#titlesAsked.add(id);
    const row = desk.list.row(desk.list.indexOf(id));
    try {
      const title = row?.title ?? (await call("paper.show", { id })).title;
      this.titles = new Map(this.titles).set(id, title);
    } catch {
      // A paper that is gone has no title to show; the hit stays.
    }
  }
}

export const relating = new Relating();

export function followRelating(): () => void {
  return onStale(shows("related"), () => relating.near.refresh());
}
