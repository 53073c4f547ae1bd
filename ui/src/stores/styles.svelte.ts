// Citation styles: found by name and field, the reader's own first, added and removed.

import {
  asFailure,
  call,
  onStale,
  shows,
  type Failure,
  type StyleFile,
  type StyleSummary,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";

const SHOWN = 30;

class Styles {
  query = $state("");
  field = $state<string | null>(null);
  found = $state.raw<readonly StyleSummary[]>([]);
  total = $state(0);
  fields = $state.raw<readonly string[]>([]);
  languages = $state.raw<readonly { id: string; name: string }[]>([]);
  known = $state(false);
  failure = $state.raw<Failure | null>(null);
  #asked = 0;

  async open(): Promise<void> {
    await Promise.all([this.ask(), this.#loadLanguages()]);
  }

  async search(query: string, field: string | null): Promise<void> {
    this.query = query;
    this.field = field;
    await this.ask();
  }

  async ask(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const { query, field } = this;
      const answer = await call("export.styles", { query: query.trim(), field, limit: SHOWN });
      if (asked !== this.#asked) return;
      this.found = answer.styles;
      this.total = answer.total;
      this.fields = answer.fields;
      this.known = true;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
  }

  /** Adds a `.csl` file; answers the style, or null when it was refused and the reader told why. */
  async add(file: StyleFile): Promise<StyleSummary | null> {
    try {
      const style = await call("export.style.add", {
        path: "path" in file ? file.path : null,
        name: "path" in file ? null : file.name,
        text: "path" in file ? null : file.text,
      });
      announcer.toast(t().styles.added(style.name));
      return style;
    } catch (thrown) {
      announcer.fail(t().styles.notAdded, thrown);
      return null;
    }
  }

  async remove(style: StyleSummary): Promise<boolean> {
    try {
      await call("export.style.remove", { id: style.id });
      announcer.say(t().styles.removed(style.name));
      return true;
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
      return false;
    }
  }

  async #loadLanguages(): Promise<void> {
    if (this.languages.length > 0) return;
    try {
      this.languages = await call("export.languages", {});
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }
}

export const styles = new Styles();

export function followStyles(): () => void {
  return onStale(shows("export.styles"), () => {
    if (styles.known) void styles.ask();
  });
}
