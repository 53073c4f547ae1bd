// Why a saved search hit a paper, in words.

import type { WatchHit } from "../api";
import { t } from "../i18n/index.svelte";

export function watchWords({ why, words, score }: Pick<WatchHit, "why" | "words" | "score">) {
  const byWords =
    why === "meaning"
      ? ""
      : words.length > 0
        ? t().saved.words(words.join(", "))
        : t().saved.wordsOnly;
  const byMeaning = why === "words" || score === null ? "" : t().saved.meaning(score);
  return [byWords, byMeaning].filter((part) => part !== "").join(" · ");
}
