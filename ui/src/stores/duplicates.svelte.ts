// Pairs of papers that wait for a verdict, fetched page by page.
//
// A verdict is shown at once: its pair is gone and the next one is under the cursor. While verdicts
// are under way nothing is read anew, so that no settled pair flickers back.

import {
  asFailure,
  call,
  onStale,
  shows,
  type Done,
  type DuplicatePair,
  type DuplicatesRequest,
  type DuplicatesResponse,
  type Failure,
  type Pair,
  type PairVerdict,
  type SettleRequest,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";
import { desk } from "./desk.svelte";
import { pagesOf } from "./windowing";

export const PAGE = 50;

/** What a reader says of a pair; `left` and `right` name the paper that takes over the other. */
export type Judgement = "left" | "right" | "apart" | "versions";

const VERDICTS: Record<Judgement, PairVerdict> = {
  left: "same",
  right: "same",
  apart: "not-same",
  versions: "versions",
};

export interface Backend {
  fetch: (request: DuplicatesRequest) => Promise<DuplicatesResponse>;
  settle: (request: SettleRequest) => Promise<Done>;
}

export class PairList {
  total = $state(0);
  /** The pair the keyboard is at; -1 when none waits. */
  cursor = $state(-1);
  /** Whether a page has come since the list was opened. */
  known = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** Grows with every change of the pairs; read it to follow them. */
  version = $state(0);

  #pairs: (DuplicatePair | undefined)[] = [];
  #backend: Backend;
  #epoch = 0;
  #fresh = new Set<number>();
  #wanted = { from: 0, to: PAGE };
  #held = 0;
  /** The pair at the cursor, which the cursor follows when others come and go. */
  #at: string | null = null;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  pair(index: number): DuplicatePair | undefined {
    return this.version >= 0 ? this.#pairs[index] : undefined;
  }

  get current(): DuplicatePair | undefined {
    return this.pair(this.cursor);
  }

  /** The pairs read so far that wait for the same reason as the one at the cursor. */
  get alike(): DuplicatePair[] {
    const reason = this.current?.reason;
    return this.#pairs.filter(
      (pair) => pair !== undefined && pair.reason === reason,
    ) as DuplicatePair[];
  }

  /** Reads the list from its beginning. */
  async ask(): Promise<void> {
    this.#renew();
    this.#wanted = { from: 0, to: PAGE };
    this.#at = null;
    this.cursor = 0;
    await this.#load(0);
  }

  /** Makes sure that the pairs from `from` up to `to` are there or on their way. */
  want(from: number, to: number): void {
    this.#wanted = { from, to };
    if (this.failure !== null) return;
    for (const page of pagesOf(from, Math.min(to, this.total), PAGE)) void this.#load(page);
  }

  async refresh(): Promise<void> {
    // The last verdict under way ends with a refresh of its own.
    if (this.#held > 0) return;
    this.#renew();
    const pages = pagesOf(this.#wanted.from, Math.max(this.#wanted.to, 1), PAGE);
    await Promise.all(pages.map((page) => this.#load(page)));
  }

  moveTo(index: number): void {
    this.cursor = Math.min(Math.max(index, this.total > 0 ? 0 : -1), this.total - 1);
    const pair = this.#pairs[this.cursor];
    this.#at = pair ? keyOf(idsOf(pair)) : null;
    if (!pair && this.cursor >= 0) void this.#load(Math.floor(this.cursor / PAGE));
  }

  /** Goes to a pair wherever it is; false when it does not wait any more. */
  async seek(wanted: Pair): Promise<boolean> {
    for (let page = 0; page === 0 || page * PAGE < this.total; page += 1) {
      await this.#load(page);
      const index = this.#indexOf(keyOf(wanted));
      if (index < 0) continue;
      this.moveTo(index);
      return true;
    }
    return false;
  }

  /** After an undo: back to the pair of these papers, when it waits again. */
  async returnTo(papers: readonly number[]): Promise<void> {
    await this.refresh();
    const index = this.#pairs.findIndex(
      (pair) => pair && papers.includes(pair.first.id) && papers.includes(pair.second.id),
    );
    if (index >= 0) this.moveTo(index);
  }

  /** Gives one verdict on pairs that wait, as one change. Rejects when it was refused. */
  async settle(pairs: readonly DuplicatePair[], judgement: Judgement): Promise<Done> {
    const wanted = pairs.map(idsOf).map((pair) => (judgement === "right" ? turned(pair) : pair));
    this.#held += 1;
    this.#renew();
    this.#take(wanted, judgement);
    try {
      return await this.#backend.settle({ pairs: wanted, verdict: VERDICTS[judgement] });
    } catch (thrown) {
      this.#at = wanted[0] ? keyOf(wanted[0]) : this.#at;
      throw thrown;
    } finally {
      this.#held -= 1;
      if (this.#held === 0) void this.refresh();
    }
  }

  /** Takes settled pairs out, and those of papers merged away: they come back with the paper kept. */
  #take(settled: readonly Pair[], judgement: Judgement): void {
    const keys = new Set(settled.map(keyOf));
    const merged = VERDICTS[judgement] === "same" ? settled.map(({ second }) => second) : [];
    const gone = new Set(merged);
    const stays = (pair: DuplicatePair | undefined) =>
      !pair ||
      !(keys.has(keyOf(idsOf(pair))) || gone.has(pair.first.id) || gone.has(pair.second.id));
    const above = this.#pairs.slice(0, this.cursor).filter((pair) => !stays(pair)).length;
    const before = this.#pairs.length;
    this.#pairs = this.#pairs.filter(stays);
    this.total = Math.max(0, this.total - (before - this.#pairs.length));
    this.version += 1;
    this.moveTo(this.cursor - above);
  }

  #indexOf(key: string): number {
    return this.#pairs.findIndex((pair) => pair && keyOf(idsOf(pair)) === key);
  }

  #renew(): void {
    this.#epoch += 1;
    this.#fresh.clear();
  }

  async #load(page: number): Promise<void> {
    if (this.#held > 0 || this.#fresh.has(page)) return;
    const epoch = this.#epoch;
    this.#fresh.add(page);
    try {
      const answer = await this.#backend.fetch({ offset: page * PAGE, limit: PAGE });
      if (epoch === this.#epoch) this.#accept(page, answer);
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      this.#fresh.delete(page);
      this.failure = asFailure(thrown);
    }
  }

  #accept(page: number, answer: DuplicatesResponse): void {
    // A verdict is given only on what was read since the last change; older pages are read again.
    const pairs = Array.from({ length: answer.total }, (_, index) =>
      this.#fresh.has(Math.floor(index / PAGE)) ? this.#pairs[index] : undefined,
    );
    answer.pairs.forEach((pair, step) => {
      pairs[page * PAGE + step] = pair;
    });
    this.#pairs = pairs;
    this.total = answer.total;
    this.known = true;
    this.failure = null;
    this.version += 1;
    const followed = this.#at === null ? -1 : this.#indexOf(this.#at);
    this.moveTo(followed >= 0 ? followed : this.cursor);
  }
}

export const idsOf = (pair: DuplicatePair): Pair => ({
  first: pair.first.id,
  second: pair.second.id,
});

const turned = ({ first, second }: Pair): Pair => ({ first: second, second: first });

/** The same whichever paper of a pair comes first. */
const keyOf = ({ first, second }: Pair): string =>
  `${Math.min(first, second)}:${Math.max(first, second)}`;

/**
 * The pairs that one request can settle. A paper can be merged away only once, so of pairs that
 * share one the later wait: they come back with the paper that was kept.
 */
export function together(
  pairs: readonly DuplicatePair[],
  judgement: Judgement,
): readonly DuplicatePair[] {
  if (VERDICTS[judgement] !== "same") return pairs;
  const gone = new Set<number>();
  return pairs.filter((pair) => {
    const { first, second } = judgement === "right" ? turned(idsOf(pair)) : idsOf(pair);
    if (gone.has(first) || gone.has(second)) return false;
    gone.add(second);
    return true;
  });
}

export const duplicates = new PairList({
  fetch: (request) => call("duplicates", request),
  settle: (request) => call("duplicates.settle", request),
});

export function followDuplicates(): () => void {
  return onStale(shows("duplicates"), () => {
    if (desk.place === "duplicates") void duplicates.refresh();
  });
}

/** Opens the view, at a certain pair if one is named. */
export async function showDuplicates(at: Pair | null = null): Promise<void> {
  desk.place = "duplicates";
  await duplicates.ask();
  if (at === null || duplicates.failure !== null) return;
  if (!(await duplicates.seek(at))) announcer.toast(t().duplicates.settledAlready);
}

export async function judge(
  judgement: Judgement,
  pairs: readonly DuplicatePair[] = duplicates.current ? [duplicates.current] : [],
): Promise<void> {
  if (pairs.length === 0) return;
  try {
    const done = await duplicates.settle(pairs, judgement);
    announcer.say(t().duplicates.settled(done.what, duplicates.current?.reason ?? null));
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
  }
}
