// The topics of the list on the desk, found when the reader asks to see them.

import {
  asFailure,
  call,
  onStale,
  shows,
  type Failure,
  type Topics,
  type TopicsRequest,
} from "../api";
import { desk } from "./desk.svelte";

const REST = 800;

class TopicsStore {
  open = $state(false);
  /** Stays the last list's until the new one's have come. */
  answer = $state.raw<Topics | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);

  #asked = 0;
  #of = "";
  #resting: ReturnType<typeof setTimeout> | undefined;

  toggle(): void {
    this.open = !this.open;
    if (this.open) void this.load();
    else if (desk.topic !== null) void desk.chooseTopic(null);
  }

  /** Finds the topics of the question that the list answers, unless they are known. */
  async follow(request: TopicsRequest): Promise<void> {
    if (JSON.stringify(request) !== this.#of) await this.load(request);
  }

  async load(request: TopicsRequest = asksNow()): Promise<void> {
    clearTimeout(this.#resting);
    const asked = ++this.#asked;
    this.#of = JSON.stringify(request);
    this.loading = true;
    this.failure = null;
    try {
      const answer = await call("topics", request);
      if (asked === this.#asked) this.answer = answer;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
    if (asked === this.#asked) this.loading = false;
  }

  /** After papers have changed: finds them anew when the changes have come to rest. */
  loadSoon(): void {
    if (!this.open) return;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.load(), REST);
  }
}

const asksNow = (): TopicsRequest => ({ view: desk.view, query: desk.query.trim() });

export const topics = new TopicsStore();

export function followTopics(): () => void {
  return onStale(shows("topics"), () => topics.loadSoon());
}
