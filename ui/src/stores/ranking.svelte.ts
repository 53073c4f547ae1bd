// What the ranking by the reader's decisions rests on, and its switch.

import { asFailure, call, onStale, shows, type Failure, type Ranking } from "../api";
import { desk } from "./desk.svelte";
import { settings } from "./settings.svelte";

class RankingStore {
  now = $state.raw<Ranking | null>(null);
  failure = $state.raw<Failure | null>(null);
  #asked = 0;

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const ranking = await call("ranking", {});
      if (asked !== this.#asked) return;
      this.now = ranking;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
  }

  /** Switches it on or off and shows the list in the order that then holds. */
  async turn(on: boolean): Promise<void> {
    await settings.change({ ranking: on });
    if (this.now !== null) await this.load();
    if (byDecisions()) await desk.ask();
  }
}

export const ranking = new RankingStore();

/** Whether the list is in an order that the reader's decisions make. */
export function byDecisions(): boolean {
  return desk.sort === "ranking" || desk.sort === "uncertain";
}

/** Whether the rows' shares are chances learned from decisions; without enough of them the order is by nearness. */
export function learned(): boolean {
  return byDecisions() && ranking.now?.on === true && ranking.now.usable;
}

export function followRanking(): () => void {
  return onStale([...shows("ranking"), ...shows("settings")], () => {
    if (ranking.now !== null || ranking.failure !== null) void ranking.load();
  });
}
