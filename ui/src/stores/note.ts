// The one draft of the window, saved through the backend.

import { call } from "../api";
import { Draft } from "./draft.svelte";

export const noteDraft = new Draft(async (id, text) => {
  await call("paper.note", { id, text });
});
