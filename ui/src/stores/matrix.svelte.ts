// The review matrix: the papers of the view and query on the desk, down; what is compared, across.
// Rows are fetched page by page; a changed cell is shown at once and goes back when it is refused.

import {
  asFailure,
  call,
  onStale,
  shows,
  type Done,
  type Failure,
  type Matrix,
  type MatrixColumn,
  type MatrixHeading,
  type MatrixRequest,
  type MatrixRow,
  type MatrixSet,
} from "../api";
import { announcer } from "./announce.svelte";
import { desk } from "./desk.svelte";
import { settings } from "./settings.svelte";
import { pagesOf } from "./windowing";

export const PAGE = 50;

/** Under which name the window remembers the columns. */
const REMEMBERED = "matrix";

const FIRST: readonly MatrixColumn[] = [
  { kind: "title" },
  { kind: "year" },
  { kind: "tags" },
  { kind: "decision" },
  { kind: "note" },
];

export interface Backend {
  fetch: (request: MatrixRequest) => Promise<Matrix>;
  set: (request: MatrixSet) => Promise<Done>;
}

export class MatrixRows {
  total = $state(0);
  known = $state(false);
  failure = $state.raw<Failure | null>(null);
  headings = $state.raw<readonly MatrixHeading[]>([]);
  /** Headings found in the notes of these papers. */
  sections = $state.raw<readonly string[]>([]);
  /** Grows with every change of the rows; read it to follow them. */
  version = $state(0);

  #rows: (MatrixRow | undefined)[] = [];
  #backend: Backend;
  #question: Omit<MatrixRequest, "offset" | "limit"> | null = null;
  #epoch = 0;
  #fresh = new Set<number>();
  #wanted = { from: 0, to: PAGE };
  #held = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  row(index: number): MatrixRow | undefined {
    return this.version >= 0 ? this.#rows[index] : undefined;
  }

  /** Asks anew; the rows of the last question stay until the first answer. */
  async ask(question: Omit<MatrixRequest, "offset" | "limit">): Promise<void> {
    this.#question = question;
    this.#wanted = { from: 0, to: PAGE };
    this.#renew();
    await this.#load(0, true);
  }

  want(from: number, to: number): void {
    this.#wanted = { from, to };
    if (this.failure !== null) return;
    for (const page of pagesOf(from, Math.min(to, this.total), PAGE)) void this.#load(page);
  }

  async refresh(): Promise<void> {
    // The last change under way ends with a refresh of its own.
    if (this.#question === null || this.#held > 0) return;
    this.#renew();
    const pages = pagesOf(this.#wanted.from, Math.max(this.#wanted.to, 1), PAGE);
    await Promise.all(pages.map((page) => this.#load(page)));
  }

  /** Writes a cell; rejects with the reason when it is refused, and shows the old text again. */
  async set(index: number, column: number, value: string): Promise<void> {
    const row = this.#rows[index];
    const heading = this.headings[column];
    if (!row || !heading) return;
    const before = row.cells;
    this.#held += 1;
    this.#renew();
    this.#patch(
      row.id,
      before.map((cell, at) => (at === column ? value : cell)),
    );
    try {
      const done = await this.#backend.set({ id: row.id, column: heading.column, value });
      announcer.say(done.what);
    } catch (thrown) {
      this.#patch(row.id, before);
      throw thrown;
    } finally {
      this.#held -= 1;
      if (this.#held === 0) void this.refresh();
    }
  }

  #patch(id: number, cells: string[]): void {
    this.#rows = this.#rows.map((row) => (row?.id === id ? { ...row, cells } : row));
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
      const answer = await this.#backend.fetch({ ...question, offset: page * PAGE, limit: PAGE });
      if (epoch === this.#epoch) this.#accept(page, answer, replace);
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      this.#fresh.delete(page);
      this.failure = asFailure(thrown);
    }
  }

  #accept(page: number, answer: Matrix, replace: boolean): void {
    const rows = replace ? [] : this.#rows;
    rows.length = answer.total;
    answer.rows.forEach((row, step) => {
      rows[page * PAGE + step] = row;
    });
    this.#rows = Array.from(rows);
    this.total = answer.total;
    this.headings = answer.columns;
    this.sections = answer.sections;
    this.failure = null;
    this.known = true;
    this.version += 1;
  }
}

class ReviewMatrix {
  columns = $state.raw<readonly MatrixColumn[]>(FIRST);
  readonly rows = new MatrixRows({
    fetch: (request) => call("matrix", request),
    set: (request) => call("matrix.set", request),
  });
  #recalled = false;

  open(): void {
    if (!this.#recalled) {
      this.#recalled = true;
      const last = settings.now.window[REMEMBERED];
      if (Array.isArray(last)) this.columns = last as MatrixColumn[];
    }
    desk.place = "matrix";
  }

  /** Asks for the papers on the desk. */
  async ask(): Promise<void> {
    const columns = [...this.columns];
    await this.rows.ask({ view: desk.view, query: desk.query.trim(), columns });
  }

  async choose(columns: readonly MatrixColumn[]): Promise<void> {
    this.columns = columns;
    void settings.change({ window: { ...settings.now.window, [REMEMBERED]: columns } });
    await this.ask();
  }
}

export const matrix = new ReviewMatrix();

/** Whether two columns show the same. */
export function sameColumn(one: MatrixColumn, other: MatrixColumn): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function followMatrix(): () => void {
  return onStale(shows("matrix"), () => {
    if (desk.place === "matrix") void matrix.rows.refresh();
  });
}
