// What a row's place in an order by decisions or by nearness rests on, in words.

import type { RankCue, Sort } from "../api";
import { t } from "../i18n/index.svelte";

/** How likely wanted, or how near, by the order the list is in. */
export function shareWords({ share }: Pick<RankCue, "share">, sort: Sort): string {
  return sort === "nearness" ? t().ranking.near(share) : t().ranking.likely(share);
}

/** The whole cue in one line. */
export function cueWords(cue: RankCue, sort: Sort): string {
  const { nearest, terms } = cue;
  return [
    shareWords(cue, sort),
    nearest ? t().ranking.like(nearest.title, t().decisions[nearest.decision]) : "",
    terms.length > 0 ? t().ranking.terms(terms.join(", ")) : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
