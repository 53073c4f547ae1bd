// The few changes of a Markdown text that a key or button makes. Each answers what to replace and
// what is selected afterwards, so that the text area's own undo keeps working.

export interface Edit {
  from: number;
  to: number;
  insert: string;
  selectFrom: number;
  selectTo: number;
}

/** Puts marks around the selection, or takes them away where they are already. */
export function surround(text: string, from: number, to: number, open: string, close = open): Edit {
  const inner = text.slice(from, to);
  const marked = text.slice(0, from).endsWith(open) && text.slice(to).startsWith(close);
  if (marked) {
    const start = from - open.length;
    return {
      from: start,
      to: to + close.length,
      insert: inner,
      selectFrom: start,
      selectTo: start + inner.length,
    };
  }
  const start = from + open.length;
  return {
    from,
    to,
    insert: open + inner + close,
    selectFrom: start,
    selectTo: start + inner.length,
  };
}

/** Begins every line of the selection with `prefix`, or takes it away when all have it. */
export function prefixLines(text: string, from: number, to: number, prefix: string): Edit {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const nextBreak = text.indexOf("\n", to);
  const end = nextBreak < 0 ? text.length : nextBreak;
  const lines = text.slice(start, end).split("\n");
  const all = lines.every((line) => line.startsWith(prefix));
  const insert = lines.map((line) => (all ? line.slice(prefix.length) : prefix + line)).join("\n");
  return { from: start, to: end, insert, selectFrom: start, selectTo: start + insert.length };
}

/** On Enter: the next item of a list, or the end of the list after an empty item; else nothing. */
export function continueList(text: string, from: number, to: number): Edit | null {
  if (from !== to) return null;
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const item = /^(\s*)([-*+]|(\d+)\.|>) (.*)$/.exec(text.slice(start, from));
  if (!item) return null;
  const [, indent = "", mark = "", digits, content = ""] = item;
  if (content.trim() === "") {
    return { from: start, to: from, insert: "", selectFrom: start, selectTo: start };
  }
  const next = digits === undefined ? mark : `${Number(digits) + 1}.`;
  const insert = `\n${indent}${next} `;
  return {
    from,
    to,
    insert,
    selectFrom: from + insert.length,
    selectTo: from + insert.length,
  };
}
