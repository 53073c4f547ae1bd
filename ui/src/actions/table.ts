// Everything the reader can do, in one table. The palette, the menus, the keyboard help and the
// keyboard itself are read from it; nothing is bound anywhere else.

import { call, hasDesktop, pickFiles, pickFolder, type Material } from "../api";
import { t, type Dictionary } from "../i18n/index.svelte";
import { announcer } from "../stores/announce.svelte";
import { desk } from "../stores/desk.svelte";
import { duplicates } from "../stores/duplicates.svelte";
import { exporting } from "../stores/exporting.svelte";
import { importing } from "../stores/importing.svelte";
import { overview } from "../stores/overview.svelte";
import { paper } from "../stores/paper.svelte";
import { settings } from "../stores/settings.svelte";
import { sheets } from "../stores/sheets.svelte";
import { decide, redo, restore, setStars, trash, undo } from "../stores/triage";
import { CITE_ACTIONS, NEXT_WITHOUT_NOTE } from "./cite";
import { DUPLICATE_ACTIONS, GO_DUPLICATES } from "./duplicates";
import { FIND_ACTIONS, GO_SAVED } from "./find";
import { GO_MATRIX, MATRIX_ACTIONS } from "./matrix";
import { ask } from "./requests";

export type Group = keyof Dictionary["actions"]["groups"];

export interface Action {
  id: string;
  group: Group;
  label: () => string;
  /** Keys unless the reader has bound others. */
  keys: readonly string[];
  /** Whether it can be done now; absent means always. */
  when?: () => boolean;
  run: () => void | Promise<void>;
  /** Works while text is being typed. */
  whileTyping?: boolean;
  /** Not worth a line in the palette. */
  silent?: boolean;
}

const onPapers = () => desk.place === "papers";
const anyPaper = () => onPapers() && desk.targets.length > 0;
const openPaper = () => onPapers() && desk.current !== null;
const several = () => onPapers() && desk.list.total > 0;

/** The list on the desk, whichever it is. */
const rows = () => (onPapers() ? desk : duplicates);
const rowCount = () => (onPapers() ? desk.list.total : duplicates.total);
const anyRow = () => rowCount() > 0;

export const ACTIONS: readonly Action[] = [
  {
    id: "include",
    group: "triage",
    label: () => t().actions.include,
    keys: ["i"],
    when: anyPaper,
    run: () => decide("include"),
  },
  {
    id: "exclude",
    group: "triage",
    label: () => t().actions.exclude,
    keys: ["x"],
    when: anyPaper,
    run: () => sheets.show({ kind: "reason" }),
  },
  {
    id: "maybe",
    group: "triage",
    label: () => t().actions.maybe,
    keys: ["m"],
    when: anyPaper,
    run: () => decide("maybe"),
  },
  {
    id: "to-inbox",
    group: "triage",
    label: () => t().actions.toInbox,
    keys: ["u"],
    when: anyPaper,
    run: () => decide("inbox"),
  },
  {
    id: "star",
    group: "triage",
    label: () => t().actions.star,
    keys: ["s"],
    when: anyPaper,
    run: () => setStars((desk.row?.stars ?? paper.detail?.stars ?? 0) > 0 ? 0 : 1),
  },
  {
    id: "trash",
    group: "triage",
    label: () => t().actions.trash,
    keys: ["Delete", "$mod+Backspace"],
    when: () => anyPaper() && desk.view.kind !== "trash",
    run: trash,
  },
  {
    id: "restore",
    group: "triage",
    label: () => t().actions.restore,
    keys: [],
    when: () => anyPaper() && desk.view.kind === "trash",
    run: restore,
  },
  {
    id: "next",
    group: "move",
    label: () => t().actions.next,
    keys: ["j", "ArrowDown"],
    when: anyRow,
    run: () => rows().moveTo(rows().cursor + 1),
    silent: true,
  },
  {
    id: "previous",
    group: "move",
    label: () => t().actions.previous,
    keys: ["k", "ArrowUp"],
    when: anyRow,
    run: () => rows().moveTo(rows().cursor - 1),
    silent: true,
  },
  {
    id: "extend-down",
    group: "move",
    label: () => t().actions.extendDown,
    keys: ["Shift+j", "Shift+ArrowDown"],
    when: several,
    run: () => desk.extendTo(desk.cursor + 1),
    silent: true,
  },
  {
    id: "extend-up",
    group: "move",
    label: () => t().actions.extendUp,
    keys: ["Shift+k", "Shift+ArrowUp"],
    when: several,
    run: () => desk.extendTo(desk.cursor - 1),
    silent: true,
  },
  {
    id: "first",
    group: "move",
    label: () => t().actions.first,
    keys: ["Home"],
    when: anyRow,
    run: () => rows().moveTo(0),
    silent: true,
  },
  {
    id: "last",
    group: "move",
    label: () => t().actions.last,
    keys: ["End"],
    when: anyRow,
    run: () => rows().moveTo(rowCount() - 1),
    silent: true,
  },
  {
    id: "page-on",
    group: "move",
    label: () => t().actions.pageOn,
    keys: ["Space"],
    when: anyRow,
    run: () => ask("page-on"),
    silent: true,
  },
  {
    id: "select-all",
    group: "move",
    label: () => t().actions.selectAll,
    keys: ["$mod+a"],
    when: several,
    run: () => desk.chooseAll(),
  },
  {
    id: "focus-list",
    group: "move",
    label: () => t().actions.focusList,
    keys: ["Escape"],
    run: () => ask("focus-list"),
    whileTyping: true,
    silent: true,
  },
  {
    id: "note",
    group: "annotate",
    label: () => t().actions.note,
    keys: ["n"],
    when: openPaper,
    run: () => ask("write-note"),
  },
  {
    id: "tag",
    group: "annotate",
    label: () => t().actions.tag,
    keys: ["t"],
    when: anyPaper,
    run: () => sheets.show({ kind: "tag" }),
  },
  {
    id: "highlight",
    group: "annotate",
    label: () => t().actions.highlight,
    keys: ["h"],
    when: openPaper,
    run: () => ask("highlight"),
  },
  {
    id: "collect",
    group: "annotate",
    label: () => t().actions.collect,
    keys: ["c"],
    when: anyPaper,
    run: () => sheets.show({ kind: "collection" }),
  },
  {
    id: "edit",
    group: "annotate",
    label: () => t().actions.edit,
    keys: ["d"],
    when: openPaper,
    run: () => {
      if (desk.current !== null) sheets.show({ kind: "edit", paper: desk.current });
    },
  },
  NEXT_WITHOUT_NOTE,
  ...CITE_ACTIONS,
  ...FIND_ACTIONS,
  ...goTo("inbox", "i"),
  ...goTo("library", "l"),
  ...goTo("included", "n"),
  ...goTo("maybe", "m"),
  ...goTo("excluded", "x"),
  ...goTo("starred", "s"),
  ...goTo("trash", "t"),
  GO_DUPLICATES,
  GO_MATRIX,
  GO_SAVED,
  {
    id: "go-digest",
    group: "go",
    label: () => t().actions.goDigest,
    keys: ["g d"],
    when: () => (overview.now?.digests.length ?? 0) > 0,
    run: async () => {
      const newest = overview.now?.digests[0];
      if (newest) await desk.show({ kind: "digest", id: newest.import_id });
    },
  },
  ...MATRIX_ACTIONS,
  ...DUPLICATE_ACTIONS,
  {
    id: "import",
    group: "library",
    label: () => t().actions.import,
    keys: ["$mod+o"],
    run: () => pick(pickFiles),
  },
  {
    id: "import-folder",
    group: "library",
    label: () => t().actions.importFolder,
    keys: [],
    when: () => hasDesktop,
    run: () => pick(pickFolder),
  },
  {
    id: "sample",
    group: "library",
    label: () => t().actions.sample,
    keys: [],
    run: () => importing.readSample(),
  },
  {
    id: "export",
    group: "library",
    label: () => t().actions.export,
    keys: ["e"],
    run: () => exporting.open(),
  },
  {
    id: "undo",
    group: "library",
    label: () => t().actions.undo,
    keys: ["$mod+z"],
    run: () => undo(),
  },
  {
    id: "redo",
    group: "library",
    label: () => t().actions.redo,
    keys: ["$mod+Shift+z", "$mod+y"],
    run: redo,
  },
  {
    id: "embed",
    group: "library",
    label: () => t().actions.embed,
    keys: [],
    when: () => overview.now?.model.present ?? false,
    run: () => attempt(() => call("embed", {})),
  },
  {
    id: "backup",
    group: "library",
    label: () => t().actions.backup,
    keys: [],
    run: () =>
      attempt(async () => {
        const { path } = await call("backup", { path: null });
        announcer.toast(t().status.backedUp(path));
      }),
  },
  {
    id: "palette",
    group: "window",
    label: () => t().actions.palette,
    keys: ["$mod+k"],
    run: () => sheets.show({ kind: "palette" }),
    whileTyping: true,
    silent: true,
  },
  {
    id: "help",
    group: "window",
    label: () => t().actions.help,
    keys: ["?"],
    run: () => sheets.show({ kind: "help" }),
  },
  {
    id: "settings",
    group: "window",
    label: () => t().actions.settings,
    keys: ["$mod+,"],
    run: () => sheets.show({ kind: "settings" }),
    whileTyping: true,
  },
  {
    id: "theme",
    group: "window",
    label: () => t().actions.theme,
    keys: [],
    run: () => settings.change({ theme: settings.dark ? "light" : "dark" }),
  },
  {
    id: "density",
    group: "window",
    label: () => t().actions.density,
    keys: ["v"],
    run: () =>
      settings.change({
        density: settings.now.density === "compact" ? "comfortable" : "compact",
      }),
  },
];

function goTo(
  kind: "inbox" | "library" | "included" | "maybe" | "excluded" | "starred" | "trash",
  letter: string,
): Action[] {
  return [
    {
      id: `go-${kind}`,
      group: "go",
      label: () => t().actions.goTo(t().views[kind]),
      keys: [`g ${letter}`],
      run: () => desk.show({ kind }),
    },
  ];
}

async function pick(choose: () => Promise<Material | null>): Promise<void> {
  await attempt(async () => {
    const material = await choose();
    if (material) await importing.read(material);
  });
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
  }
}
