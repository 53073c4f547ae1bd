// Columns of the review matrix kept under a name.

import { call, onStale, shows, type MatrixColumn, type MatrixSaved } from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";

class ColumnSets {
  all = $state.raw<readonly MatrixSaved[]>([]);

  async load(): Promise<void> {
    try {
      this.all = await call("matrix.saved", {});
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }

  async save(name: string, columns: readonly MatrixColumn[]): Promise<void> {
    try {
      await call("matrix.save", { name, columns: [...columns] });
      announcer.say(t().matrix.setSaved(name));
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }

  async remove({ id, name }: MatrixSaved): Promise<void> {
    try {
      await call("matrix.delete", { id });
      announcer.say(t().matrix.setRemoved(name));
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }
}

export const columnSets = new ColumnSets();

export function followColumnSets(): () => void {
  return onStale(shows("matrix.saved"), () => void columnSets.load());
}
