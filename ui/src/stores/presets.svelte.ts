// Presets: choices of an export kept under a name.

import { call, onStale, shows, type ExportChoices, type ExportPreset } from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";

class Presets {
  all = $state.raw<readonly ExportPreset[]>([]);
  known = false;

  async load(): Promise<void> {
    this.known = true;
    try {
      this.all = await call("export.presets", {});
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }

  /** Keeps choices under a name; the same name is replaced. Answers the preset's id or null. */
  async save(name: string, choices: ExportChoices): Promise<number | null> {
    try {
      const { id } = await call("export.preset.save", { name, choices });
      announcer.say(t().presets.saved(name));
      return id;
    } catch (thrown) {
      announcer.fail(t().presets.failed, thrown);
      return null;
    }
  }

  async remove({ id, name }: ExportPreset): Promise<boolean> {
    try {
      await call("export.preset.delete", { id });
      announcer.say(t().presets.removed(name));
      return true;
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
      return false;
    }
  }
}

export const presets = new Presets();

export function followPresets(): () => void {
  return onStale(shows("export.presets"), () => {
    if (presets.known) void presets.load();
  });
}
