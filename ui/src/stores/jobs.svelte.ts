// Background jobs, from their events. Finished ones leave; failed ones are announced.

import { call, type Job } from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";

class Jobs {
  running = $state.raw<readonly Job[]>([]);

  async load(): Promise<void> {
    try {
      for (const job of await call("jobs", {})) this.take(job);
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }

  take(job: Job): void {
    const others = this.running.filter((other) => other.id !== job.id);
    if (job.state === "running") {
      this.running = [...others, job].sort((one, other) => one.id - other.id);
      return;
    }
    const wasShown = others.length < this.running.length;
    this.running = others;
    if (job.state === "failed") announcer.fail(t().status.jobFailed(nameOf(job)), job.error);
    else if (job.state === "done" && wasShown) announcer.say(t().status.jobDone(nameOf(job)));
  }

  async cancel(id: number): Promise<void> {
    try {
      await call("job.cancel", { id });
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }
}

export function nameOf(job: Job): string {
  const names: Record<string, string> = t().status.jobs;
  return names[job.job] ?? t().status.jobs.other;
}

export const jobs = new Jobs();
