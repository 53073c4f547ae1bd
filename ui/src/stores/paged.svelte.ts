// Rows of an answer that is fetched page by page and kept.
//
// Answers that were asked for before the question changed are dropped. A change the reader makes is
// shown at once; while it is under way the rows are not read anew, so that nothing flickers back.

import { asFailure, type Failure } from "../api";
import { pagesOf } from "./windowing";

export const PAGE = 50;

interface Page {
  offset: number;
  limit: number;
}

interface Answered<Row> {
  total: number;
  rows: readonly Row[];
}

export abstract class PagedRows<
  Request extends Page,
  Row extends { id: number },
  Answer extends Answered<Row>,
> {
  total = $state(0);
  failure = $state.raw<Failure | null>(null);
  /** Grows with every change of the rows; read it to follow them. */
  version = $state(0);

  protected rows: (Row | undefined)[] = [];
  #fetch: (request: Request) => Promise<Answer>;
  #question: Omit<Request, keyof Page> | null = null;
  /** Answers of an earlier epoch are stale. */
  #epoch = 0;
  #fresh = new Set<number>();
  #wanted = { from: 0, to: PAGE };
  #held = 0;

  constructor(fetch: (request: Request) => Promise<Answer>) {
    this.#fetch = fetch;
  }

  /** A page of the last question has come. */
  protected abstract arrived(answer: Answer): void;

  /** A page of the last question could not be had; `failure` says why. */
  protected failed(): void {}

  row(index: number): Row | undefined {
    return this.rows[index];
  }

  get question(): Omit<Request, keyof Page> | null {
    return this.#question;
  }

  /**
   * Asks anew. The rows of the last question stay until the first answer.
   * False when another question was asked meanwhile.
   */
  async ask(question: Omit<Request, keyof Page>): Promise<boolean> {
    this.#question = question;
    this.#wanted = { from: 0, to: PAGE };
    this.#renew();
    await this.#load(0, true);
    return this.#question === question;
  }

  /** Makes sure that the rows from `from` up to `to` are there or on their way. */
  want(from: number, to: number): void {
    this.#wanted = { from, to };
    if (this.#question === null || this.failure !== null) return;
    for (const page of pagesOf(from, Math.min(to, this.total), PAGE)) void this.#load(page);
  }

  /** Reads what is on screen anew; what is elsewhere, when it is next wanted. */
  async refresh(): Promise<void> {
    // The last change under way ends with a refresh of its own.
    if (this.#question === null || this.#held > 0) return;
    this.#renew();
    const pages = pagesOf(this.#wanted.from, Math.max(this.#wanted.to, 1), PAGE);
    await Promise.all(pages.map((page) => this.#load(page)));
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

  patch(ids: ReadonlySet<number>, part: (row: Row) => Partial<Row>): void {
    this.rows = this.rows.map((row) => (row && ids.has(row.id) ? { ...row, ...part(row) } : row));
    this.version += 1;
  }

  #renew(): void {
    this.#epoch += 1;
    this.#fresh.clear();
  }

  async #load(page: number, replace = false): Promise<void> {
    const question = this.#question;
    if (question === null || this.#fresh.has(page)) return;
    const epoch = this.#epoch;
    this.#fresh.add(page);
    try {
      const request = { ...question, offset: page * PAGE, limit: PAGE } as unknown as Request;
      const answer = await this.#fetch(request);
      if (epoch === this.#epoch) this.#accept(page, answer, replace);
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      this.#fresh.delete(page);
      this.failure = asFailure(thrown);
      this.failed();
    }
  }

  #accept(page: number, answer: Answer, replace: boolean): void {
    const rows = replace ? [] : this.rows;
    rows.length = answer.total;
    answer.rows.forEach((row, step) => {
      rows[page * PAGE + step] = row;
    });
    this.rows = Array.from(rows);
    this.total = answer.total;
    this.failure = null;
    this.arrived(answer);
    this.version += 1;
  }
}
