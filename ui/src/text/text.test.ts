import { describe, expect, it } from "vitest";

import { continueList, prefixLines, surround, type Edit } from "./editing";
import { foundWords, occurrences } from "./found";
import { markdown } from "./markdown";
import { pieces } from "./pieces";
import { toScalars, toUnits } from "./scalars";
import { selectedSpan } from "./selection";

describe("offsets", () => {
  it("count one scalar for what takes two units", () => {
    const text = "a𝒙b漢";
    expect([0, 1, 2, 3, 4, 9].map((scalars) => toUnits(text, scalars))).toEqual([0, 1, 3, 4, 5, 5]);
    expect([0, 1, 3, 4, 5].map((units) => toScalars(text, units))).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("pieces", () => {
  const highlight = { id: 1, start: 2, end: 6, colour: "green", comment: "" };

  it("joined are the text again", () => {
    const text = "ab $x^2$ cdefgh";
    const cut = pieces(text, [{ start: 9, end: 11 }], [highlight]);
    expect(cut.map((piece) => piece.text).join("")).toBe(text);
  });

  it("never cut a formula: one that a highlight touches is highlighted whole", () => {
    const [, , formula] = pieces("ab $x^2$ cd", [], [highlight]);
    expect(formula).toMatchObject({ kind: "math", tex: "x^2", highlight: { id: 1 } });
  });

  it("know what was found and what is highlighted where both meet", () => {
    const cut = pieces("abcdefgh", [{ start: 4, end: 8 }], [highlight]);
    expect(cut.map(({ text, found, highlight: on }) => [text, found, on !== null])).toEqual([
      ["ab", false, false],
      ["cd", false, true],
      ["ef", true, true],
      ["gh", true, false],
    ]);
  });
});

describe("found words", () => {
  it("are those the backend marked, counted in scalars", () => {
    const row = {
      title: "𝒙 Sparse models",
      title_ranges: [[2, 8]] as [number, number][],
      snippet: { field: "abstract", text: "few labels", ranges: [[4, 10]] as [number, number][] },
    };
    expect(foundWords(row)).toEqual(["sparse", "labels"]);
  });

  it("are marked whole, without regard to case, with signs taken literally", () => {
    expect(occurrences("Sparse, sparsely; SPARSE C++", ["sparse", "c++"])).toEqual([
      { start: 0, end: 6 },
      { start: 18, end: 24 },
      { start: 25, end: 28 },
    ]);
  });
});

describe("a selection", () => {
  const anchored = () => {
    const root = document.createElement("div");
    root.innerHTML =
      '<span data-from="0" data-to="5" data-kind="text">Hello</span>' +
      '<span data-from="5" data-to="10" data-kind="math"><b>m</b></span>' +
      '<span data-from="10" data-to="14" data-kind="text"> end</span>';
    document.body.replaceChildren(root);
    return root;
  };
  const select = (from: Node, start: number, to: Node, end: number) => {
    const selection = getSelection();
    selection?.setBaseAndExtent(from, start, to, end);
    return selection;
  };

  it("is found in the text by its pieces", () => {
    const root = anchored();
    const [first, , last] = Array.from(root.children, (child) => child.firstChild as Node);
    const selection = select(first as Node, 2, last as Node, 2);
    expect(selectedSpan(root, selection)).toEqual({ start: 2, end: 12 });
  });

  it("that begins inside a formula takes the formula whole", () => {
    const root = anchored();
    const inside = root.querySelector("b")?.firstChild as Node;
    const selection = select(inside, 1, root.lastElementChild?.firstChild as Node, 1);
    expect(selectedSpan(root, selection)).toEqual({ start: 5, end: 11 });
  });

  it("outside the text is none", () => {
    const root = anchored();
    const other = document.createElement("p");
    other.textContent = "elsewhere";
    document.body.append(other);
    expect(
      selectedSpan(root, select(other.firstChild as Node, 0, other.firstChild as Node, 4)),
    ).toBe(null);
  });
});

describe("editing Markdown", () => {
  const applied = (text: string, edit: Edit | null) =>
    edit === null ? null : text.slice(0, edit.from) + edit.insert + text.slice(edit.to);

  it("surrounds a selection, and takes the marks away again", () => {
    expect(applied("a word b", surround("a word b", 2, 6, "**"))).toBe("a **word** b");
    expect(applied("a **word** b", surround("a **word** b", 4, 8, "**"))).toBe("a word b");
  });

  it("makes lines a list, and back", () => {
    expect(applied("x\ny", prefixLines("x\ny", 0, 3, "- "))).toBe("- x\n- y");
    expect(applied("- x\n- y", prefixLines("- x\n- y", 0, 7, "- "))).toBe("x\ny");
  });

  it("continues a list on Enter, counts on, and ends it after an empty item", () => {
    expect(applied("- a", continueList("- a", 3, 3))).toBe("- a\n- ");
    expect(applied("9. a", continueList("9. a", 4, 4))).toBe("9. a\n10. ");
    expect(applied("- a\n- ", continueList("- a\n- ", 6, 6))).toBe("- a\n");
    expect(continueList("plain", 5, 5)).toBeNull();
  });
});

describe("a note's preview", () => {
  const html = (source: string) => {
    const element = document.createElement("div");
    element.append(markdown(source));
    return element;
  };

  it("is what Markdown means, with formulas rendered outside code", () => {
    const element = html("**strong** $x^2$ and `$x^2$`");
    expect(element.querySelector("strong")?.textContent).toBe("strong");
    expect(element.querySelectorAll("math").length).toBe(1);
    expect(element.querySelector("code")?.textContent).toBe("$x^2$");
  });

  it("lets no script, handler, style or other address through", () => {
    const element = html(
      '<script>x</script><img src=x onerror=y> <p style="color:red">p</p> [a](javascript:alert(1))',
    );
    expect(element.querySelectorAll("script, img, [style], [onerror], a[href]").length).toBe(0);
  });
});
