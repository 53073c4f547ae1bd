// The reader's own fields: made, renamed, removed.

import {
  asFailure,
  call,
  onStale,
  shows,
  type Failure,
  type Field,
  type FieldCreate,
  type FieldEdit,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";

class Fields {
  all = $state.raw<readonly Field[]>([]);
  known = $state(false);
  failure = $state.raw<Failure | null>(null);
  #asked = 0;

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const all = await call("fields", {});
      if (asked !== this.#asked) return;
      this.all = all;
      this.known = true;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
  }

  field(id: number): Field | undefined {
    return this.all.find((one) => one.id === id);
  }

  /** Makes a field; answers its id. Rejects with the reason it cannot be. */
  async create(field: FieldCreate): Promise<number> {
    const { id } = await call("field.create", field);
    await this.load();
    return id;
  }

  async edit(field: FieldEdit): Promise<void> {
    announcer.say((await call("field.edit", field)).what);
  }

  async remove(field: Field): Promise<boolean> {
    try {
      await call("field.delete", { id: field.id });
      announcer.say(t().ownFields.removed(field.name));
      return true;
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
      return false;
    }
  }
}

export const fields = new Fields();

export function followFields(): () => void {
  return onStale(shows("fields"), () => {
    if (fields.known) void fields.load();
  });
}
