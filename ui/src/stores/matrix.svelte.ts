// The review matrix: the papers of the view and query on the desk, down; what is compared, across.
// A changed cell is shown at once and goes back when it is refused.

import {
  call,
  onStale,
  shows,
  type Done,
  type Matrix,
  type MatrixColumn,
  type MatrixHeading,
  type MatrixRequest,
  type MatrixRow,
  type MatrixSet,
} from "../api";
import { announcer } from "./announce.svelte";
import { desk } from "./desk.svelte";
import { PagedRows } from "./paged.svelte";
import { settings } from "./settings.svelte";

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

export class MatrixRows extends PagedRows<MatrixRequest, MatrixRow, Matrix> {
  known = $state(false);
  headings = $state.raw<readonly MatrixHeading[]>([]);
  /** Headings found in the notes of these papers. */
  sections = $state.raw<readonly string[]>([]);

  #set: Backend["set"];

  constructor(backend: Backend) {
    super(backend.fetch);
    this.#set = backend.set;
  }

  override row(index: number): MatrixRow | undefined {
    return this.version >= 0 ? super.row(index) : undefined;
  }

  /** Writes a cell; rejects with the reason when it is refused, and shows the old text again. */
  async set(index: number, column: number, value: string): Promise<void> {
    const row = this.row(index);
    const heading = this.headings[column];
    if (!row || !heading) return;
    const { id, cells: before } = row;
    const show = (cells: string[]) => this.patch(new Set([id]), () => ({ cells }));
    const after = before.map((cell, at) => (at === column ? value : cell));
    await this.changing(
      () => show(after),
      async () => {
        try {
          const done = await this.#set({ id, column: heading.column, value });
          announcer.say(done.what);
        } catch (thrown) {
          show(before);
          throw thrown;
        }
      },
    );
  }

  protected override arrived(answer: Matrix): void {
    this.headings = answer.columns;
    this.sections = answer.sections;
    this.known = true;
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
