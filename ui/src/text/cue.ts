// What a row's place in an order by decisions or by nearness rests on, in words.

import type { RankCue } from "../api";
import { t } from "../i18n/index.svelte";

/** How likely wanted it is, when that was `learned` from decisions; otherwise how near. */
export function shareWords({ share }: Pick<RankCue, "share">, learned: boolean): string {
  return learned ? t().ranking.likely(share) : t().ranking.near(share);
}

/** The whole cue in one line. */
export function cueWords(cue: RankCue, learned: boolean): string {
  const { nearest, terms } = cue;
  return [
    shareWords(cue, learned),
    nearest ? t().ranking.like(nearest.title, t().decisions[nearest.decision]) : "",
    terms.length > 0 ? t().ranking.terms(terms.join(", ")) : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
