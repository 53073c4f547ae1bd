// Which words of two texts differ. The longest run of words in common is kept; what is left on
// either side is marked. Texts with little in common are not marked at all: everything would be.

import type { Span } from "./pieces";

/** Cells of the table of common words that are worth computing while somebody waits. */
const MOST_CELLS = 2_000_000;
const LEAST_SHARED = 0.4;

interface Word extends Span {
  text: string;
}

/** The spans of `left` and of `right`, in UTF-16 units, that the other text does not have. */
export function differences(left: string, right: string): [Span[], Span[]] {
  const ours = wordsOf(left);
  const theirs = wordsOf(right);
  const [keptLeft, keptRight] = common(ours, theirs);
  const shared = (2 * keptLeft.size) / Math.max(1, ours.length + theirs.length);
  if (shared < LEAST_SHARED) return [[], []];
  return [spansWithout(ours, keptLeft), spansWithout(theirs, keptRight)];
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/\S+/g), (match) => ({
    text: match[0].normalize("NFC"),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The numbers of the words that both have in the same order. */
function common(ours: readonly Word[], theirs: readonly Word[]): [Set<number>, Set<number>] {
  const keptLeft = new Set<number>();
  const keptRight = new Set<number>();
  const keep = (left: number, right: number) => {
    keptLeft.add(left);
    keptRight.add(right);
  };
  const same = (left: number, right: number) => ours[left]?.text === theirs[right]?.text;
  const shortest = Math.min(ours.length, theirs.length);
  let start = 0;
  while (start < shortest && same(start, start)) keep(start, start++);
  let tail = 0;
  while (tail < shortest - start && same(ours.length - 1 - tail, theirs.length - 1 - tail)) {
    keep(ours.length - 1 - tail, theirs.length - 1 - tail);
    tail += 1;
  }

  const rows = ours.length - start - tail;
  const columns = theirs.length - start - tail;
  if (rows * columns > MOST_CELLS) return [keptLeft, keptRight];
  // longest[i][j]: how many words the ends from `i` and from `j` on have in common.
  const width = columns + 1;
  const longest = new Uint16Array((rows + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      longest[row * width + column] = same(start + row, start + column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    if (same(start + row, start + column)) keep(start + row++, start + column++);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return [keptLeft, keptRight];
}

/** The words that were not kept; neighbours become one span. */
function spansWithout(words: readonly Word[], kept: ReadonlySet<number>): Span[] {
  const spans: Span[] = [];
  words.forEach(({ start, end }, place) => {
    if (kept.has(place)) return;
    const last = spans.at(-1);
    if (last && place > 0 && !kept.has(place - 1)) last.end = end;
    else spans.push({ start, end });
  });
  return spans;
}
