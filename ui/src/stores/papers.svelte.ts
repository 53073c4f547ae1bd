// The list: rows of one view, query and order.

import type { ListRequest, ListResponse, PaperRow, QueryError } from "../api";
import { PagedRows } from "./paged.svelte";

export { PAGE } from "./paged.svelte";

export type Question = Omit<ListRequest, "offset" | "limit">;
export type Fetch = (request: ListRequest) => Promise<ListResponse>;

export class PaperList extends PagedRows<ListRequest, PaperRow, ListResponse> {
  /** Null until the first page has come. */
  seconds = $state<number | null>(null);
  loading = $state(false);
  /** The question that the rows on screen answer. */
  answered = $state.raw<Question | null>(null);
  queryErrors = $state.raw<readonly QueryError[]>([]);

  /** The index of a paper among the rows that are known; -1 when it is not among them. */
  indexOf(id: number): number {
    return this.rows.findIndex((row) => row?.id === id);
  }

  override async ask(question: Question): Promise<boolean> {
    this.loading = true;
    return super.ask(question);
  }

  take(ids: ReadonlySet<number>): void {
    const before = this.rows.length;
    this.rows = this.rows.filter((row) => row === undefined || !ids.has(row.id));
    this.total = Math.max(0, this.total - (before - this.rows.length));
    this.version += 1;
  }

  protected override arrived(answer: ListResponse): void {
    this.seconds = answer.seconds;
    this.answered = this.question;
    this.queryErrors = answer.query_errors;
    this.loading = false;
  }

  protected override failed(): void {
    this.loading = false;
  }
}
