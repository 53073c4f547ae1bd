// The part of a query that was not understood, cut out with a little of what stands around it.

import type { QueryError } from "../api";

const AROUND = 24;
const LONGEST_PART = 60;

export interface MarkedPart {
  before: string;
  /** Empty when something is missing at this place. */
  part: string;
  after: string;
}

/** `start` and `end` count Unicode scalar values, as the backend does; beyond the end is the end. */
export function markedPart(
  query: string,
  { start, end }: Pick<QueryError, "start" | "end">,
): MarkedPart {
  const scalars = Array.from(query);
  const from = Math.min(Math.max(start, 0), scalars.length);
  const to = Math.min(Math.max(end, from), scalars.length);
  const cut = (first: number, past: number) => scalars.slice(first, past).join("");
  const part = cut(from, to);
  return {
    before: from > AROUND ? `…${cut(from - AROUND, from)}` : cut(0, from),
    part: to - from > LONGEST_PART ? `${cut(from, from + LONGEST_PART)}…` : part,
    after: scalars.length - to > AROUND ? `${cut(to, to + AROUND)}…` : cut(to, scalars.length),
  };
}
