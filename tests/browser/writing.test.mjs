// Writing a bibliography in the window: notes by the scaffold, citations for others, the export with
// its page, and the review matrix.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { everything, openDesk } from "./browser.mjs";

const COPIED = "Quillworts keep their spores at the base of each leaf.";

const FERNS = {
  "Quillworts of Cold Lakes": `${COPIED} We count them in nine lakes and find that depth decides.`,
  "Horsetails as Scouring Rushes":
    "Silica makes horsetails rough. We measure how rough.",
  "Clubmoss Powder in Early Theatres":
    "Spores of clubmoss burn in a flash. Stages used them.",
  "Water Ferns on Rice Paddies":
    "Floating ferns feed rice with nitrogen. Farmers have known it.",
  "Bracken After the Fire":
    "Bracken returns first. Its rhizomes lie deeper than the heat.",
};

const STYLE = `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Fernery House Style</title><id>http://example.org/fernery</id><updated>2024-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><text variable="title" text-case="uppercase"/></layout></bibliography>
</style>`;

let desk;
let page;
let folder;
/** Ids of the ferns by title. */
const ids = {};
let collection;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lectern-writing-"));
  desk = await openDesk();
  page = desk.page;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const bib = Object.entries(FERNS)
    .map(
      ([title, abstract], at) =>
        `@article{fern${at}, title = {${title}}, author = {Moss, Ida${at}}, year = {${2010 + at}}, journal = {Fern Letters}, abstract = {${abstract}}}`,
    )
    .join("\n");
  await page.waitForSelector("#papers, .first, .notice");
  await desk.paste(bib);
  await page.getByRole("button", { name: /^Import \d/ }).click();
  await page.waitForSelector("#papers-0 .title");
  const { rows } = await desk.call("papers.list", everything("venue:Fern"));
  for (const { id, title } of rows) ids[title] = id;
  assert.equal(rows.length, 5);
  const made = await desk.call("collection.create", { name: "Ferns" });
  collection = made.id;
  await desk.call("collection.add", {
    id: collection,
    papers: Object.values(ids),
  });
  await page.reload();
});

after(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

/** Shows the ferns with one of them open. */
async function open(title) {
  await desk.press("Escape", "Escape");
  await page
    .getByRole("navigation")
    .getByRole("button", { name: /^Ferns/ })
    .first()
    .click();
  if ((await page.locator("#matrix").count()) > 0) await desk.press("g", "r");
  await page.locator("#papers .title", { hasText: title }).first().click();
  await page.locator("article h2", { hasText: title }).waitFor();
}

async function openExport() {
  await open("Quillworts");
  await desk.press("e");
  await page.locator(".page .text").waitFor();
  await followed();
}

/** Waits until the page shows what was chosen. */
async function followed() {
  await desk.until(
    async () =>
      (await page.locator(".preview").getAttribute("aria-busy")) === "false",
    "the preview has followed",
  );
}

const printed = () =>
  page
    .locator(".page .text")
    .evaluate((host) =>
      Array.from(
        host.shadowRoot.querySelectorAll(".entry"),
        (entry) => entry.textContent,
      ),
    );

test("a note is written by the scaffold, and what is copied is marked where it stands", async () => {
  await open("Quillworts");
  await page.getByRole("button", { name: "Scaffold" }).click();
  await page.getByLabel("Summary").fill(`They say: ${COPIED} I agree.`);
  await page.getByLabel("Reflection").fill("Good for the chapter on lakes.");
  await page.getByText(/1 sentence stands in the abstract/).waitFor();
  assert.equal(
    await page.locator(".marked mark").first().textContent(),
    `They say: ${COPIED}`,
  );
  await page.getByText("also in your note, word for word").waitFor();
  await page.locator("section.note").scrollIntoViewIfNeeded();
  await desk.look("scaffold");
  const { note } = await desk.until(async () => {
    const paper = await desk.call("paper.show", {
      id: ids["Quillworts of Cold Lakes"],
    });
    return paper.note.includes("lakes") && paper;
  }, "the note is stored");
  assert.equal(
    note,
    `### Summary\n\nThey say: ${COPIED} I agree.\n\n### Reflection\n\nGood for the chapter on lakes.`,
  );
});

test("one key goes on to the next paper without a note", async () => {
  await open("Quillworts");
  await page.getByText("Ferns: 1 of 5 annotated").last().waitFor();
  await page.locator("#papers").focus();
  await desk.press("Shift+N");
  await desk.until(
    async () =>
      (await page.evaluate(() => document.activeElement?.id)) ===
      "scaffold-summary",
    "the next note can be written",
  );
  await page.getByRole("button", { name: "Scaffold" }).click();
});

test("a reference is copied as formatted and as plain, and BibTeX as plain", async () => {
  await open("Bracken");
  await page.locator("#papers").focus();
  const clipboard = () =>
    page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type) => (await item.getType(type)).text();
      return Object.fromEntries(
        await Promise.all(
          item.types.map(async (type) => [type, await read(type)]),
        ),
      );
    });
  await desk.press("y", "r");
  await page.getByText("Copied the reference of 1 paper").waitFor();
  const reference = await clipboard();
  assert.match(reference["text/plain"], /^Moss, I.*2014.*Fern Letters/);
  assert.match(reference["text/html"], /<(i|em)>Fern Letters/);
  await desk.press("y", "b");
  await page.getByText("Copied 1 paper as BibTeX").waitFor();
  assert.match((await clipboard())["text/plain"], /^@article\{/);
  await desk.press("y", "k");
  await page.getByText("Copied the citation key of 1 paper").waitFor();
  const { key } = await desk.call("paper.show", {
    id: ids["Bracken After the Fire"],
  });
  assert.equal((await clipboard())["text/plain"], key);
});

test("selected words are copied as they are", async () => {
  await open("Bracken");
  await page.locator(".abstract .text").click({ clickCount: 3 });
  await desk.press("Control+c");
  const words = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(words, /Bracken returns first/);
});

test("a paper is dragged out as a reference and as BibTeX", async () => {
  await open("Bracken");
  const row = page.locator("#papers .row.cursor");
  await row.dispatchEvent("mousedown", { button: 0 });
  const load = () =>
    row.evaluate((dragged) => {
      const dataTransfer = new DataTransfer();
      dragged.dispatchEvent(
        new DragEvent("dragstart", { dataTransfer, bubbles: true }),
      );
      dragged.dispatchEvent(new DragEvent("dragend", { bubbles: true }));
      return Object.fromEntries(
        [...dataTransfer.types].map((type) => [
          type,
          dataTransfer.getData(type),
        ]),
      );
    });
  const carried = await desk.until(async () => {
    const now = await load();
    return now["application/x-bibtex"] && now;
  }, "the drag is loaded");
  assert.match(carried["application/x-bibtex"], /Bracken After the Fire/);
  assert.match(carried["text/plain"], /^Moss, I/);
  assert.match(carried["text/html"], /Fern Letters/);
});

test("a citation key is changed by hand, and an unfit one is refused with its reason", async () => {
  await open("Bracken");
  await page.getByRole("button", { name: "Change the citation key" }).click();
  const field = page.getByLabel("Citation key", { exact: true });
  await field.fill("two words");
  await desk.press("Enter");
  await page.getByText(/The key could not be changed/).waitFor();
  await desk.look("citation-key");
  await field.fill("bracken-fire");
  await desk.press("Enter");
  await page
    .getByRole("button", { name: "Copy the citation key bracken-fire" })
    .waitFor();
  const { key } = await desk.call("paper.show", {
    id: ids["Bracken After the Fire"],
  });
  assert.equal(key, "bracken-fire");
});

test("the export of a collection is put in order by hand, by keys and by dragging", async () => {
  await openExport();
  await page.getByRole("tab", { name: /Entries/ }).click();
  assert.equal((await printed()).length, 5);
  const first = (await printed())[0];
  await page.locator("#export-order").focus();
  await desk.press("Alt+ArrowDown");
  await followed();
  await desk.until(
    async () => (await printed())[1] === first,
    "the entry has moved down",
  );
  const last = (await printed())[4];
  const from = await page.locator("#export-order-4").boundingBox();
  const to = await page.locator("#export-order-0").boundingBox();
  await page.mouse.move(from.x + 60, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y - 10, { steps: 3 });
  await page.mouse.move(to.x + 60, to.y + to.height / 2, { steps: 5 });
  await desk.picture("export-dragging");
  await page.mouse.up();
  await desk.until(
    async () => (await printed())[0] === last,
    "the dragged entry is the first",
  );
  await desk.look("export-entries");
});

test("groups have introductions, and the page keeps its place while it changes", async () => {
  await page.getByRole("tab", { name: /Choices/ }).click();
  await page.getByLabel("Group by").selectOption("year");
  await followed();
  await page.getByLabel("Text under the heading").selectOption("2012");
  await page
    .getByLabel("Introduction to “2012”")
    .fill("Of powders and *flashes*.");
  await desk.until(
    () =>
      page
        .locator(".page .text")
        .evaluate((host) =>
          host.shadowRoot.textContent.includes("Of powders and flashes."),
        ),
    "the introduction is printed",
  );
  await page.getByRole("checkbox", { name: "Table of contents" }).check();
  await followed();
  await page
    .locator("form.choices")
    .evaluate((choices) => choices.scrollTo(0, choices.scrollHeight));
  await desk.look("export-groups");
  await page.getByLabel("Group by").selectOption("");
  await followed();
});

test("a style is added by the button and by a drop, used, and removed", async () => {
  const file = join(folder, "fernery.csl");
  writeFileSync(file, STYLE);
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a .csl file…" }).click();
  await (await choosing).setFiles(file);
  const mine = page.getByRole("radio", { name: /Fernery House Style/ });
  await mine.waitFor();
  await desk.until(() => mine.isChecked(), "the style is chosen");
  await followed();
  await desk.until(
    async () => (await printed()).some((entry) => entry.includes("BRACKEN")),
    "the page is in the style",
  );
  await desk.look("export-own-style");
  await page
    .getByRole("button", { name: "Remove “Fernery House Style”" })
    .click();
  await mine.waitFor({ state: "detached" });
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "dropped.csl"));
    for (const name of ["dragenter", "drop"]) {
      document.body.dispatchEvent(
        new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }),
      );
    }
  }, STYLE);
  await mine.waitFor();
  await page
    .getByRole("button", { name: "Remove “Fernery House Style”" })
    .click();
  await mine.waitFor({ state: "detached" });
});

test("choices are kept as a preset and taken from it again", async () => {
  await page.getByLabel("Format").selectOption("latex");
  await page.getByLabel("With a .bib file beside it").check();
  await page.getByRole("button", { name: "Presets" }).click();
  await page.getByRole("menuitem", { name: "Save as preset…" }).click();
  await page.getByLabel("Name of the preset").fill("Thesis chapter");
  await desk.press("Enter");
  await desk.until(
    async () => (await desk.call("export.presets")).length === 1,
    "the preset is kept",
  );
  await page.getByLabel("Format").selectOption("html");
  await page.getByRole("option", { name: "Thesis chapter (changed)" }).waitFor({
    state: "attached",
  });
  const chosen = page.locator(".presets select");
  await chosen.selectOption({ label: "No preset" });
  await chosen.selectOption({ label: "Thesis chapter" });
  await desk.until(
    async () => (await page.getByLabel("Format").inputValue()) === "latex",
    "the preset is taken",
  );
});

test("what is exported is what the page shows, and it can be copied whole", async () => {
  await page.getByLabel("Format").selectOption("html");
  await followed();
  const order = await printed();
  await page.getByRole("button", { name: "Save as…" }).click();
  await page.getByLabel("Save at this path").fill(join(folder, "ferns.html"));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator(".outcome", { hasText: "ferns.html" }).waitFor();
  const saved = await page.evaluate(
    (html) =>
      Array.from(
        new DOMParser()
          .parseFromString(html, "text/html")
          .querySelectorAll(".entry"),
        (entry) => entry.textContent,
      ),
    // The window's policy would complain of the page's style sheet.
    readFileSync(join(folder, "ferns.html"), "utf8").replace(
      /<style>.*?<\/style>/s,
      "",
    ),
  );
  assert.deepEqual(saved, order);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByText("5 entries copied").waitFor();
  assert.match(
    await page.evaluate(() => navigator.clipboard.readText()),
    /Clubmoss/i,
  );
  await desk.press("Escape");
});

test("fields are made, and cells of the matrix are edited from the keyboard and undone", async () => {
  await open("Bracken");
  await desk.press("g", "r");
  await page.locator("#matrix").waitFor();
  await desk.press("Shift+F");
  await page.getByLabel("Name", { exact: true }).fill("Lakes counted");
  await page.getByLabel("Kind").selectOption("number");
  await page.getByRole("button", { name: "Create field" }).click();
  await page.getByText("Number · not used yet").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Design");
  await page.getByLabel("Kind").selectOption("choice");
  await page.getByLabel("Choices").fill("Field study\nHistory");
  await page.getByRole("button", { name: "Create field" }).click();
  await page.getByText("Choice · not used yet").waitFor();
  await desk.look("matrix-fields");
  await desk.press("Escape");

  await page.getByRole("columnheader", { name: "Design" }).waitFor();
  const columns = await page.getByRole("columnheader").allInnerTexts();
  const at = columns.indexOf("Lakes counted");
  await page.locator(`#matrix-0-${at}`).click();
  await desk.press("Enter");
  await page.keyboard.type("nine");
  await desk.press("Tab");
  await page.getByRole("alert").waitFor();
  await desk.look("matrix-refused");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("9");
  await desk.press("Enter");
  await desk.until(
    async () => (await page.locator(`#matrix-0-${at}`).innerText()) === "9",
    "the cell is written",
  );
  await page.locator("#matrix").focus();
  await desk.press("Control+z");
  await desk.until(
    async () => (await page.locator(`#matrix-0-${at}`).innerText()) === "",
    "the cell is undone",
  );
  await desk.look("matrix");
});

test("columns are chosen, kept under a name, and the table is exported", async () => {
  await desk.press("Shift+C");
  await page.getByRole("button", { name: "Show the column Summary" }).waitFor();
  await desk.look("matrix-columns");
  await page.getByRole("button", { name: "Show the column Summary" }).click();
  await desk.press("Escape");
  await page.getByRole("columnheader", { name: "Summary" }).waitFor();
  await page.getByRole("button", { name: "Saved columns" }).click();
  await page.getByRole("menuitem", { name: "Save these columns…" }).click();
  await page.getByLabel("Name of the set").fill("Ferns compared");
  await desk.press("Enter");
  await desk.until(
    async () => (await desk.call("matrix.saved")).length === 1,
    "the columns are kept",
  );
  await page.locator("#matrix").focus();
  await desk.press("Shift+E");
  await page.getByRole("button", { name: "Save as…" }).click();
  await page.getByLabel("Save at this path").fill(join(folder, "ferns.csv"));
  await desk.look("matrix-export");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator(".done", { hasText: /5 papers saved to/ }).waitFor();
  const table = readFileSync(join(folder, "ferns.csv"), "utf8");
  assert.match(table.split("\n")[0], /Design/);
  assert.match(table, /They say: Quillworts/);
  await desk.press("Escape");
});

test("the other language and the generated one fit the new views", async (t) => {
  const settings = await desk.call("settings");
  t.after(() => desk.call("settings.save", settings));
  for (const language of ["de", "en-XA"]) {
    await desk.call("settings.save", { ...settings, language });
    await page.reload();
    await page.locator("nav .name", { hasText: "Ferns" }).first().click();
    await page.waitForSelector("article h2");
    await page.locator("#papers").focus();
    await desk.press("g", "r");
    await page.locator("#matrix").waitFor();
    await desk.look(`matrix-${language}`);
    await desk.press("Shift+C");
    await desk.look(`matrix-columns-${language}`);
    await desk.press("Escape", "Shift+F");
    await desk.look(`matrix-fields-${language}`);
    await desk.press("Escape", "g", "r");
    await page.locator("#papers").focus();
    await desk.press("e");
    await page.locator(".page .text").waitFor();
    await followed();
    for (const tab of ["choices", "order", "checks"]) {
      await page.locator(`#export-side-${tab}`).click();
      await desk.look(`export-${tab}-${language}`);
    }
    const wide = await page
      .locator("dialog")
      .evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    assert.equal(wide, 0);
    await desk.press("Escape");
  }
});
