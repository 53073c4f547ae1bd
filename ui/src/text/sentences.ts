// The sentences of a text, as its language divides them.

const LONGEST = 50_000;

/** An abbreviation or a lone initial at the end: the sentence goes on. */
const GOES_ON = /(?:\b(?:e\.g|i\.e|cf|vs|et al|Fig|Eq|Sec|Dr|Prof|No)\.|\s\p{Lu}\.)\s*$/u;

export function sentencesOf(text: string, language: string | null): string[] {
  const segmenter = new Intl.Segmenter(known(language), { granularity: "sentence" });
  const sentences: string[] = [];
  let open = false;
  for (const { segment } of segmenter.segment(text.slice(0, LONGEST))) {
    const last = sentences.length - 1;
    if (open && last >= 0) sentences[last] += segment;
    else sentences.push(segment);
    open = GOES_ON.test(segment);
  }
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== "");
}

/** A language tag that the page knows; what a source calls its language may be anything. */
function known(language: string | null): string | undefined {
  try {
    return language === null ? undefined : Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}
