// The list: rows of one view, query and order, fetched page by page and kept.
//
// Answers that were asked for before the question changed are dropped. A change the reader makes is
// shown at once; while it is under way the list is not read anew, so that nothing flickers back.

import type { Failure, ListRequest, ListResponse, PaperRow, QueryError } from "../api";
import { asFailure } from "../api";
import { pagesOf } from "./windowing";

export const PAGE = 50;

export type Question = Omit<ListRequest, "offset" | "limit">;
export type Fetch = (request: ListRequest) => Promise<ListResponse>;

export class PaperList {
  total = $state(0);
  /** Null until the first page has come. */
  seconds = $state<number | null>(null);
  loading = $state(false);
  /** The question that the rows on screen answer. */
  answered = $state.raw<Question | null>(null);
  failure = $state.raw<Failure | null>(null);
  queryErrors = $state.raw<readonly QueryError[]>([]);
  /** Grows with every change of the rows; read it to follow them. */
  version = $state(0);

  #rows: (PaperRow | undefined)[] = [];
  #fetch: Fetch;
  #question: Question | null = null;
  /** Answers of an earlier epoch are stale. */
  #epoch = 0;
  #fresh = new Set<number>();
  #wanted = { from: 0, to: PAGE };
  #held = 0;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  row(index: number): PaperRow | undefined {
    return this.#rows[index];
  }

  /** The index of a paper among the rows that are known; -1 when it is not among them. */
  indexOf(id: number): number {
    return this.#rows.findIndex((row) => row?.id === id);
  }

  get question(): Question | null {
    return this.#question;
  }

  /**
   * Asks anew. The rows of the last question stay on screen until the first answer.
   * False when another question was asked meanwhile.
   */
  async ask(question: Question): Promise<boolean> {
    this.#question = question;
    this.#wanted = { from: 0, to: PAGE };
    this.#renew();
    this.loading = true;
    await this.#loadPage(0, true);
    return this.#question === question;
  }

  /** Makes sure that the rows from `from` up to `to` are there or on their way. */
  want(from: number, to: number): void {
    this.#wanted = { from, to };
    if (this.#question === null || this.failure !== null) return;
    for (const page of pagesOf(from, Math.min(to, this.total), PAGE)) void this.#loadPage(page);
  }

  /** Reads what is on screen anew; what is elsewhere, when it is next wanted. */
  async refresh(): Promise<void> {
    if (this.#question === null) return;
    // The last change under way ends with a refresh of its own.
    if (this.#held > 0) return;
    this.#renew();
    const pages = pagesOf(this.#wanted.from, Math.max(this.#wanted.to, 1), PAGE);
    await Promise.all(pages.map((page) => this.#loadPage(page)));
  }

  /** Shows a change at once, then reads the truth when `work` is done or has failed. */
  async changing<T>(change: () => void, work: () => Promise<T>): Promise<T> {
    this.#held += 1;
    this.#renew();
    change();
    try {
      return await work();
    } finally {
      this.#held -= 1;
      if (this.#held === 0) void this.refresh();
    }
  }

  take(ids: ReadonlySet<number>): void {
    const before = this.#rows.length;
    this.#rows = this.#rows.filter((row) => row === undefined || !ids.has(row.id));
    this.total = Math.max(0, this.total - (before - this.#rows.length));
    this.version += 1;
  }

  patch(ids: ReadonlySet<number>, part: (row: PaperRow) => Partial<PaperRow>): void {
    this.#rows = this.#rows.map((row) => (row && ids.has(row.id) ? { ...row, ...part(row) } : row));
    this.version += 1;
  }

  #renew(): void {
    this.#epoch += 1;
    this.#fresh.clear();
  }

  async #loadPage(page: number, replace = false): Promise<void> {
    const question = this.#question;
    if (question === null || this.#fresh.has(page)) return;
    const epoch = this.#epoch;
    this.#fresh.add(page);
    try {
      const answer = await this.#fetch({ ...question, offset: page * PAGE, limit: PAGE });
      if (epoch === this.#epoch) this.#accept(page, answer, replace);
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      this.#fresh.delete(page);
      this.failure = asFailure(thrown);
      this.loading = false;
    }
  }

  #accept(page: number, answer: ListResponse, replace: boolean): void {
    const rows = replace ? [] : this.#rows;
    rows.length = answer.total;
    answer.rows.forEach((row, step) => {
      rows[page * PAGE + step] = row;
    });
    this.#rows = Array.from(rows);
    this.total = answer.total;
    this.seconds = answer.seconds;
    this.answered = this.#question;
    this.queryErrors = answer.query_errors;
    this.failure = null;
    this.loading = false;
    this.version += 1;
  }
}
