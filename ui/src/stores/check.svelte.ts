// What is noticed of the note being written: its length, and sentences that stand in the abstract.
// The newest text is checked when the fingers rest; an answer to an older one is dropped.

import { asFailure, call, type AnnotationCheck, type Failure } from "../api";
import { toUnits } from "../text/scalars";
import type { Span } from "../text/pieces";

const REST = 400;

export type Ask = (request: { id: number; text: string }) => Promise<AnnotationCheck>;

export interface CopiedSpan extends Span {
  /** The abstract's sentence. */
  source: string;
}

export class Check {
  /** The paper and text that the answer is about. */
  of = $state.raw<{ id: number; text: string } | null>(null);
  found = $state.raw<AnnotationCheck | null>(null);
  failure = $state.raw<Failure | null>(null);

  #ask: Ask;
  #asked = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Checks a text when nothing newer comes for a moment; the note of another paper at once. */
  look(id: number, text: string): void {
    clearTimeout(this.#resting);
    const asked = ++this.#asked;
    if (this.of?.id !== id) this.#forget();
    if (text.trim() === "") {
      this.#forget();
      return;
    }
    const rest = this.of === null ? 0 : REST;
    this.#resting = setTimeout(() => void this.#check(asked, id, text), rest);
  }

  /**
   * The copied sentences that stand in `text`, which is the note or a part of it. What was typed
   * since it was checked moves them and takes none away.
   */
  copiedIn(id: number, text: string): CopiedSpan[] {
    const { of } = this;
    if (of?.id !== id || !this.found) return [];
    return this.found.copied.flatMap(({ start, end, source }) => {
      const words = of.text.slice(toUnits(of.text, start), toUnits(of.text, end));
      const at = words === "" ? -1 : text.indexOf(words);
      return at < 0 ? [] : [{ start: at, end: at + words.length, source }];
    });
  }

  async #check(asked: number, id: number, text: string): Promise<void> {
    try {
      const found = await this.#ask({ id, text });
      if (asked !== this.#asked) return;
      this.of = { id, text };
      this.found = found;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
  }

  #forget(): void {
    this.of = null;
    this.found = null;
    this.failure = null;
  }
}

export const check = new Check((request) => call("annotation.check", request));
