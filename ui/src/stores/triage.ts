// What the reader does to papers. Shown at once, written by the backend, said in the live region;
// when the backend refuses, the list goes back and the reader is told why.

import { call, type Colour, type Decision, type Done } from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";
import { desk } from "./desk.svelte";
import { duplicates } from "./duplicates.svelte";

/** Whether a paper with this decision is still part of the view on screen. */
function staysIn(decision: Decision): boolean {
  switch (desk.view.kind) {
    case "inbox":
      return decision === "inbox";
    case "included":
      return decision === "include";
    case "maybe":
      return decision === "maybe";
    case "excluded":
      return decision === "exclude";
    default:
      return true;
  }
}

async function settle(work: () => Promise<Done>, change: () => void): Promise<void> {
  try {
    const done = await desk.list.changing(change, work);
    announcer.say(done.what);
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
  }
}

export async function decide(decision: Decision, reason: string | null = null): Promise<void> {
  const ids = desk.targets;
  if (ids.length === 0) return;
  const chosen = new Set(ids);
  await settle(
    () => call("paper.decide", { ids, decision, reason }),
    () => {
      desk.list.patch(chosen, () => ({ decision, reason, new: false }));
      if (!staysIn(decision)) desk.drop(chosen);
      else if (ids.length === 1) desk.moveTo(desk.cursor + 1);
    },
  );
}

/** Decides on a paper that is not the one at the cursor, which stays where it is. */
export async function decideOn(id: number, decision: Decision): Promise<void> {
  const only = new Set([id]);
  await settle(
    () => call("paper.decide", { ids: [id], decision, reason: null }),
    () => {
      desk.list.patch(only, () => ({ decision, reason: null, new: false }));
      if (!staysIn(decision)) desk.list.take(only);
    },
  );
}

export async function setStars(stars: number): Promise<void> {
  const ids = desk.targets;
  if (ids.length === 0) return;
  await settle(
    () => call("paper.star", { ids, stars }),
    () => desk.list.patch(new Set(ids), () => ({ stars })),
  );
}

export async function changeTags(add: string[], remove: string[]): Promise<void> {
  const ids = desk.targets;
  if (ids.length === 0) return;
  await settle(
    () => call("paper.tag", { ids, add, remove }),
    () =>
      desk.list.patch(new Set(ids), (row) => ({
        tags: [...row.tags.filter((tag) => !remove.includes(tag) && !add.includes(tag)), ...add],
      })),
  );
}

export async function trash(): Promise<void> {
  await leaveFor("paper.trash", desk.view.kind !== "trash");
}

export async function restore(): Promise<void> {
  await leaveFor("paper.restore", desk.view.kind === "trash");
}

async function leaveFor(operation: "paper.trash" | "paper.restore", leaves: boolean) {
  const ids = desk.targets;
  if (ids.length === 0) return;
  await settle(
    () => call(operation, { ids }),
    () => {
      if (leaves) desk.drop(new Set(ids));
    },
  );
}

export async function collect(collection: number, papers: number[] = desk.targets): Promise<void> {
  if (papers.length === 0) return;
  await settle(
    () => call("collection.add", { id: collection, papers }),
    () => undefined,
  );
}

export async function uncollect(collection: number): Promise<void> {
  const papers = desk.targets;
  if (papers.length === 0) return;
  const { view } = desk;
  await settle(
    () => call("collection.remove", { id: collection, papers }),
    () => {
      if (view.kind === "collection" && view.id === collection) desk.drop(new Set(papers));
    },
  );
}

/** Makes a collection; answers its id, or null when that failed. */
export async function createCollection(name: string): Promise<number | null> {
  try {
    const made = await call("collection.create", { name });
    announcer.say(made.done.what);
    return made.id;
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
    return null;
  }
}

/** Runs a change that the list does not show. */
export async function change(work: () => Promise<Done>): Promise<boolean> {
  try {
    announcer.say((await work()).what);
    return true;
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
    return false;
  }
}

export async function highlight(
  id: number,
  start: number,
  end: number,
  colour: Colour,
  comment: string,
): Promise<void> {
  await change(() => call("highlight.add", { paper: id, start, end, colour, comment }));
}

export async function undo(seq: number | null = null): Promise<void> {
  try {
    const done = await call("undo", { seq });
    announcer.say(done.seq === null ? t().outcomes.nothingToUndo : t().outcomes.undone(done.what));
    await returnTo(done);
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
  }
}

export async function redo(): Promise<void> {
  try {
    const done = await call("redo", {});
    announcer.say(done.seq === null ? t().outcomes.nothingToRedo : t().outcomes.redone(done.what));
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
  }
}

/** After an undo the eyes go back to the paper or pair it was about, when that is on screen. */
async function returnTo(done: Done): Promise<void> {
  if (desk.place === "duplicates") {
    await duplicates.returnTo(done.papers);
    return;
  }
  if (desk.place !== "papers") return;
  const only = done.papers.length === 1 ? done.papers[0] : undefined;
  if (only === undefined) return;
  await desk.list.refresh();
  if (desk.list.indexOf(only) >= 0) desk.open(only);
}
