// Saved searches: opening one, what was new in it on this visit, making and changing them.

import {
  asFailure,
  call,
  type Failure,
  type PaperRow,
  type SavedRequest,
  type SavedSummary,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";
import { desk, isShown } from "./desk.svelte";
import { overview } from "./overview.svelte";
import { change } from "./triage";

const PAUSE = 150;
/** Rows that are looked through for new ones. */
const LOOKED_AT = 500;
/** The default that the backend measured; docs/saved-searches.md says how. */
export const USUAL_THRESHOLD = 0.4;

class SavedSearches {
  /** The papers that were new when the saved search on the desk was opened. */
  fresh = $state.raw<ReadonlySet<number>>(new Set());

  /** Shows its papers; its badge clears, and what was new keeps its mark for this visit. */
  async show(id: number): Promise<void> {
    const waiting = overview.now?.saved.find((one) => one.id === id)?.new ?? 0;
    this.fresh = new Set();
    await desk.show({ kind: "saved", id });
    if (waiting === 0 || !isShown({ kind: "saved", id })) return;
    try {
      this.fresh = new Set(await this.#unseen(id, waiting));
      await call("saved.seen", { id });
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }

  /** The papers of the list that it hit since it was last seen; `most` is how many there are. */
  async #unseen(id: number, most: number): Promise<number[]> {
    const isNew = (row: PaperRow | undefined) =>
      row?.watched.some((hit) => hit.saved === id && hit.new) ?? false;
    const idsOf = (rows: readonly (PaperRow | undefined)[]) =>
      rows.flatMap((row) => (row && isNew(row) ? [row.id] : []));
    const known = idsOf(Array.from({ length: desk.list.total }, (_, at) => desk.list.row(at)));
    const { question } = desk.list;
    if (known.length >= most || question === null) return known;
    return idsOf((await call("papers.list", { ...question, offset: 0, limit: LOOKED_AT })).rows);
  }

  /** Makes a saved search or changes one; answers the failure when it was refused. */
  async store(id: number | null, wanted: SavedRequest): Promise<Failure | null> {
    try {
      if (id === null) {
        const made = await call("saved.create", wanted);
        announcer.say(made.done.what);
        await overview.load();
        await this.show(made.id);
      } else {
        announcer.say((await call("saved.edit", { id, ...wanted })).what);
        if (isShown({ kind: "saved", id })) await desk.ask();
      }
      return null;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  async rename({ id, query, mode, threshold }: SavedSummary, name: string): Promise<void> {
    await change(() => call("saved.edit", { id, name, query, mode, threshold }));
  }

  async remove(id: number): Promise<void> {
    const shown = isShown({ kind: "saved", id });
    const done = await change(() => call("saved.delete", { id }));
    if (done && shown) await desk.show({ kind: "inbox" });
  }
}

export const saved = new SavedSearches();

/** How many papers a search would hit now, counted when the choices have come to rest. */
export class HitCount {
  papers = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  counting = $state(false);

  #asked = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;

  of(wanted: Omit<SavedRequest, "name">): void {
    this.stop();
    if (wanted.query.trim() === "") {
      this.papers = null;
      return;
    }
    this.counting = true;
    const asked = this.#asked;
    this.#resting = setTimeout(() => void this.#count(wanted, asked), PAUSE);
  }

  stop(): void {
    clearTimeout(this.#resting);
    this.#asked += 1;
    this.counting = false;
    this.failure = null;
  }

  async #count(wanted: Omit<SavedRequest, "name">, asked: number): Promise<void> {
    try {
      const { papers } = await call("saved.count", wanted);
      if (asked === this.#asked) this.papers = papers;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
    if (asked === this.#asked) this.counting = false;
  }
}
