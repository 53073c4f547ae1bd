// How the window looks and behaves with material that is hard to show, in every view and language.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openDesk } from "./browser.mjs";

const MANY = Array.from({ length: 300 }, (_, n) => `Person${n}, Ann`).join(
  " and ",
);
const LONG = Array.from(
  { length: 200 },
  (_, n) =>
    `Sentence ${n} of an abstract that was pasted whole from a report, with $x_{${n}}$ in it.`,
).join(" ");

const HARD = `
@article{math, title = {Sinks of $O(n^2)$ Attention}, author = {Halvorsen, Mira}, year = {2024},
  journal = {Journal of Sequences}, doi = {10.1234/seq.1},
  abstract = {A share $\\alpha \\ll 1$ falls on the first key, at $5 a token and not at $7 a token.}}
@article{many, title = {A Title That Its Authors Let Grow Until It Named Every Dataset and Every Model and Every Institution Without One Comma at Which a Reader Might Have Rested}, author = {${MANY}}, year = {2022}}
@article{rtl, title = {تحليل النصوص العربية القديمة بالتعلم الآلي}, author = {حسن, ليلى}, year = {2023},
  abstract = {نقدم في هذا البحث دراسة مقارنة لنماذج اللغة.}}
@article{cjk, title = {古典籍の自動翻刻とその評価について}, author = {佐藤, 花子}, year = {2024},
  abstract = {本研究では、くずし字資料の自動翻刻を行う。}}
@article{long, title = {The Longest Abstract of All}, author = {Byron, Ada}, year = {2020},
  abstract = {${LONG}}}
@misc{html, title = {Tags <img src=x onerror="globalThis.harmed=true"> and <b>Bold</b> Claims},
  author = {Mallory, Eve}, year = {2021}, abstract = {<script>globalThis.harmed = true</script>}}
`;

let desk;
let page;

before(async () => {
  desk = await openDesk();
  page = desk.page;
});

after(async () => {
  await desk.close();
});

async function find(query) {
  await desk.press("Escape", "Escape", "g", "l", "/");
  await page.getByLabel("Search papers").fill(query);
  await desk.until(
    async () => (await page.locator(".search .found").count()) === 1,
    "the search has answered",
  );
  await page.waitForSelector("article h2");
}

test("pasted references open the same sheet as a dropped file", async () => {
  await page.waitForSelector("#papers, .first");
  await desk.paste(HARD);
  await page.waitForSelector("#import-rows-0");
  await desk.press("Escape");
  await page.waitForSelector("dialog[open]", { state: "detached" });
  await desk.paste(HARD);
  await page.getByRole("button", { name: /^Import 6/ }).click();
  await page.waitForSelector("#papers-0 .title");
});

for (const [name, query] of [
  ["math", "sinks attention"],
  ["many-authors", "institution comma"],
  ["right-to-left", "تحليل"],
  ["chinese-japanese", "古典籍"],
  ["long-abstract", "longest abstract"],
  ["markup", "bold claims"],
]) {
  test(`the reading pane shows ${name} well`, async () => {
    await find(query);
    await desk.until(
      async () => (await desk.currentTitle()) !== null,
      "a paper is chosen",
    );
    await desk.look(`paper-${name}`);
    const overflow = await page
      .locator(".paper")
      .evaluate((pane) => pane.scrollWidth - pane.clientWidth);
    assert.equal(overflow, 0);
  });
}

test("markup from outside stays text", async () => {
  await find("bold claims");
  await page.locator("article h2", { hasText: "<img src=x" }).waitFor();
  assert.equal(await page.locator("article h2 img").count(), 0);
  assert.equal(await page.evaluate(() => globalThis.harmed), undefined);
});

test("only rows near the visible ones exist", async () => {
  await desk.press("Escape", "Escape", "g", "l");
  await page.waitForSelector("#papers-0");
  const height = await page
    .locator("#papers")
    .evaluate((box) => box.clientHeight);
  const row = await page
    .locator("#papers-0")
    .evaluate((one) => one.clientHeight);
  const drawn = await page.locator("#papers [role=option]").count();
  assert.ok(
    drawn <= Math.ceil(height / row) + 14,
    `${drawn} rows of ${row} in ${height}`,
  );
});

for (const [name, letter] of [
  ["inbox", "i"],
  ["library", "l"],
  ["included", "n"],
  ["maybe", "m"],
  ["excluded", "x"],
  ["starred", "s"],
  ["trash", "t"],
  ["digest", "d"],
]) {
  test(`the view ${name} is clean in both themes`, async () => {
    await desk.press("Escape", "Escape", "g", letter);
    await page.waitForSelector("#papers-0 .title, .notice, .first");
    await desk.look(`view-${name}`);
  });
}

test("compact rows and the drop overlay are clean in both themes", async () => {
  await desk.press("Escape", "g", "l");
  await page.waitForSelector("#papers-0 .title");
  await desk.press("v");
  await page.waitForSelector(".item.compact");
  await desk.look("compact");
  await desk.press("v");
  await page.waitForSelector(".item:not(.compact)");
  const drag = (type) =>
    page.evaluate((name) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["text"], "list.txt"));
      document.body.dispatchEvent(
        new DragEvent(name, { dataTransfer, bubbles: true }),
      );
    }, type);
  await drag("dragenter");
  await page.getByText("Drop to preview").waitFor();
  await desk.look("drop");
  await drag("dragleave");
  await page.getByText("Drop to preview").waitFor({ state: "detached" });
});

test("a refused operation is told with what to do, and the desk stays usable", async () => {
  await page.route("**/api/call", async (route) => {
    const { operation } = route.request().postDataJSON();
    if (operation !== "papers.list") return route.continue();
    return route.fulfill({
      status: 500,
      json: {
        code: "index_failed",
        message: "The index is being built anew. Nothing was lost.",
      },
    });
  });
  await desk.press("Escape", "g", "l");
  await page.getByText("The index is being built anew.").waitFor();
  await desk.look("error");
  await page.unroute("**/api/call");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.waitForSelector("#papers-0 .title");
});

test("the other language and the generated one leave no English and burst nothing", async (t) => {
  const settings = await desk.call("settings");
  t.after(() => desk.call("settings.save", settings));
  for (const language of ["de", "en-XA"]) {
    await desk.call("settings.save", { ...settings, language });
    await page.reload();
    await page.waitForSelector("#papers-0 .title");
    await desk.look(`language-${language}`);
    const wide = await page.evaluate(
      () => document.body.scrollWidth - document.body.clientWidth,
    );
    assert.equal(wide, 0);
  }
  const bare = await page.evaluate(() =>
    Array.from(
      document.querySelectorAll("button, h1, h3, nav h2, nav .name"),
      (one) => (one.ariaLabel ?? one.innerText).trim(),
    ).filter((text) => /^[A-Z][a-z]+( [a-z]+)*$/.test(text)),
  );
  const ours = await desk.call("overview");
  const given = [
    ...ours.digests,
    ...ours.collections,
    ...ours.saved,
    ...ours.tags,
  ].map(({ name }) => name);
  assert.deepEqual(
    bare.filter((text) => !given.includes(text)),
    [],
  );
});

test("large text keeps every control reachable", async (t) => {
  const settings = await desk.call("settings");
  t.after(() => desk.call("settings.save", settings));
  await desk.call("settings.save", { ...settings, text_size: 160 });
  await page.reload();
  await page.waitForSelector("#papers-0 .title");
  await desk.look("large-text");
  const outside = await page.evaluate(() =>
    Array.from(document.querySelectorAll("button"), (button) => ({
      name: button.ariaLabel ?? button.innerText,
      right: button.getBoundingClientRect().right,
    })).filter(({ right }) => right > globalThis.innerWidth),
  );
  assert.deepEqual(outside, []);
});

test("a large screen is used", async () => {
  const large = await openDesk({ width: 1920, height: 1080 });
  await large.page.waitForSelector("#papers-0 .title");
  await large.press("g", "l");
  await large.page.waitForSelector("article h2");
  await large.look("view-library");
  await large.press("e");
  await large.page.locator(".page .text").waitFor();
  await large.look("export");
  await large.close();
});
