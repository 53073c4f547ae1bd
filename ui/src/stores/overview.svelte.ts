// What the sidebar and the status line show.

import { asFailure, call, onStale, shows, type Failure, type Overview } from "../api";

class OverviewStore {
  now = $state.raw<Overview | null>(null);
  failure = $state.raw<Failure | null>(null);
  #asked = 0;

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const overview = await call("overview", {});
      if (asked !== this.#asked) return;
      this.now = overview;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
  }
}

export const overview = new OverviewStore();

export function followOverview(): () => void {
  return onStale(shows("overview"), () => void overview.load());
}
