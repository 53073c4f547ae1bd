// How many papers of the view have a note, and the way to the next one that has none.

import { ask } from "../actions/requests";
import {
  asFailure,
  call,
  onStale,
  shows,
  type AnnotationProgress,
  type Failure,
  type View,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";
import { desk, sameView } from "./desk.svelte";

class Progress {
  now = $state.raw<AnnotationProgress | null>(null);
  /** The view that it was counted for. */
  of = $state.raw<View | null>(null);
  failure = $state.raw<Failure | null>(null);
  #asked = 0;

  /** Counts for a view unless that has been done. */
  async look(view: View): Promise<void> {
    if (this.of && sameView(this.of, view) && this.now) return;
    this.of = view;
    this.now = null;
    await this.load();
  }

  async load(): Promise<void> {
    const view = this.of;
    if (view === null) return;
    const asked = ++this.#asked;
    try {
      const now = await call("annotation.progress", { view });
      if (asked !== this.#asked) return;
      this.now = now;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
  }

  /** Opens the first paper of the view without a note, ready to write. */
  async next(): Promise<void> {
    this.of = desk.view;
    await this.load();
    if (this.failure) {
      announcer.fail(t().progress.failed, this.failure);
      return;
    }
    const id = this.now?.next ?? null;
    if (id === null) {
      announcer.toast(t().progress.none);
      return;
    }
    desk.open(id);
    ask("write-note", String(id));
  }
}

export const progress = new Progress();

export function followProgress(): () => void {
  return onStale(shows("annotation.progress"), () => void progress.load());
}
