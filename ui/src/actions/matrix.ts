// What can be done in the review matrix; part of the table of actions.

import { t } from "../i18n/index.svelte";
import { desk } from "../stores/desk.svelte";
import { matrix } from "../stores/matrix.svelte";
import { sheets } from "../stores/sheets.svelte";
import { ask } from "./requests";
import type { Action } from "./table";

const inMatrix = () => desk.place === "matrix";

export const MATRIX_ACTIONS: readonly Action[] = [
  {
    id: "matrix-edit",
    group: "matrix",
    label: () => t().matrix.editCell,
    keys: ["Enter", "F2"],
    when: inMatrix,
    run: () => ask("edit-cell"),
    silent: true,
  },
  {
    id: "matrix-open",
    group: "matrix",
    label: () => t().matrix.openRow,
    keys: ["Shift+Enter"],
    when: inMatrix,
    run: () => ask("open-cell"),
    silent: true,
  },
  {
    id: "matrix-columns",
    group: "matrix",
    label: () => t().matrix.chooseColumns,
    keys: ["Shift+c"],
    when: inMatrix,
    run: () => sheets.show({ kind: "matrix-columns" }),
  },
  {
    id: "matrix-export",
    group: "matrix",
    label: () => t().matrix.exportTitle,
    keys: ["Shift+e"],
    when: inMatrix,
    run: () => sheets.show({ kind: "matrix-export" }),
  },
  {
    id: "fields",
    group: "matrix",
    label: () => t().ownFields.manage,
    keys: ["Shift+f"],
    run: () => sheets.show({ kind: "fields" }),
  },
];

/** To the matrix of what lies on the desk, and back to the list. */
export const GO_MATRIX: Action = {
  id: "go-matrix",
  group: "go",
  label: () => t().actions.goTo(t().matrix.name),
  keys: ["g r"],
  run: () => {
    if (inMatrix()) desk.place = "papers";
    else matrix.open();
  },
};
