// Papers near to others: of one paper, of several, or of a collection; kept away from those the
// reader wants less of, and each with why it is near.

import {
  asFailure,
  call,
  type Decision,
  type Failure,
  type RelatedHit,
  type RelatedWhy,
  type View,
} from "../api";

export type Subject =
  { kind: "papers"; of: readonly number[] } | { kind: "collection"; id: number };

/** Which papers may be hits. */
export interface Scope {
  view: View | null;
  query: string;
}

export interface Unliked {
  id: number;
  title: string;
}

const EVERYWHERE: Scope = { view: null, query: "" };

export class Related {
  subject = $state.raw<Subject | null>(null);
  /** Null until the first answer; the last answer stays on screen while a new one is on its way. */
  hits = $state.raw<readonly RelatedHit[] | null>(null);
  /** A remark of the backend on this answer. */
  note = $state.raw<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  unlike = $state.raw<readonly Unliked[]>([]);
  scope = $state.raw<Scope>(EVERYWHERE);
  whys = $state.raw<ReadonlyMap<number, RelatedWhy | Failure>>(new Map());

  #limit: number;
  #asked = 0;
  #whysAsked = new Set<number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes another subject without asking yet; what belonged to the last one is forgotten. */
  turnTo(subject: Subject | null): void {
    this.subject = subject;
    this.unlike = [];
    this.scope = EVERYWHERE;
    this.forget();
  }

  async load(): Promise<void> {
    const { subject } = this;
    if (subject === null) return;
    const asked = ++this.#asked;
    this.loading = true;
    this.failure = null;
    try {
      const answer = await call("related", {
        of: subject.kind === "papers" ? [...subject.of] : [],
        collection: subject.kind === "collection" ? subject.id : null,
        limit: this.#limit,
        why: false,
        unlike: this.unlike.map(({ id }) => id),
        ...this.scope,
      });
      if (asked !== this.#asked) return;
      this.hits = answer.hits;
      this.note = answer.note;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
    if (asked === this.#asked) this.loading = false;
  }

  /** Asks once why a hit is near to the asked paper nearest to it; the answer appears in `whys`. */
  async explain(hit: RelatedHit): Promise<void> {
    const { subject } = this;
    if (subject === null || hit.why !== null || this.#whysAsked.has(hit.id)) return;
    this.#whysAsked.add(hit.id);
    let answer: RelatedWhy | Failure;
    try {
      answer = await call("related.why", { of: [hit.nearest], hit: hit.id });
    } catch (thrown) {
      answer = asFailure(thrown);
    }
    if (subject === this.subject) this.whys = new Map(this.whys).set(hit.id, answer);
  }

  whyOf(hit: RelatedHit): RelatedWhy | Failure | undefined {
    return hit.why ?? this.whys.get(hit.id);
  }

  async less({ id, title }: Unliked): Promise<void> {
    if (this.unlike.some((one) => one.id === id)) return;
    this.unlike = [...this.unlike, { id, title }];
    await this.load();
  }

  async takeBack(id: number): Promise<void> {
    this.unlike = this.unlike.filter((one) => one.id !== id);
    await this.load();
  }

  async lookIn(scope: Scope): Promise<void> {
    this.scope = scope;
    await this.load();
  }

  /** Shows a decision on a hit before the answer is read anew. */
  decided(id: number, decision: Decision): void {
    this.hits = this.hits?.map((hit) => (hit.id === id ? { ...hit, decision } : hit)) ?? null;
  }

  /** Reads what was read before anew. */
  refresh(): void {
    const shown = this.hits !== null || this.failure !== null;
    this.whys = new Map();
    this.#whysAsked.clear();
    if (shown) void this.load();
  }

  forget(): void {
    this.#asked += 1;
    this.hits = null;
    this.note = null;
    this.failure = null;
    this.loading = false;
    this.whys = new Map();
    this.#whysAsked.clear();
  }
}
