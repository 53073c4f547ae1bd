// A headless browser on the loopback server of the program, with everything a test needs: what the
// console said, what the accessibility checker finds, pictures, and the operations themselves.
//
// $LECTERN_URL is the server's address; $CHROMIUM the browser (default /usr/bin/chromium);
// $LECTERN_SCREENSHOTS a folder for pictures, none are taken without it.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(
  new URL("../../ui/package.json", import.meta.url),
);
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const url = process.env.LECTERN_URL;
const pictures = process.env.LECTERN_SCREENSHOTS;

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens the window in a browser; `desk.close()` ends it and checks that nothing was complained of. */
export async function openDesk(size = { width: 1280, height: 800 }) {
  assert.ok(url, "LECTERN_URL must name the running server");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  const page = await browser.newPage({
    viewport: size,
    reducedMotion: "reduce",
  });
  const complaints = [];
  page.on("console", (message) => {
    // Refused operations are answers, which the browser reports as failed loads; tests look at them.
    const refused = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !refused)
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  await page.waitForSelector("#papers, .first, .notice");

  const desk = {
    page,
    complaints,

    /** Runs an operation behind the window's back. */
    async call(operation, request = {}) {
      return page.evaluate(
        async ([name, body]) => {
          const response = await fetch("/api/call", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ operation: name, request: body }),
          });
          return response.json();
        },
        [operation, request],
      );
    },

    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },

    /** Waits until `check` answers something true, and answers it. */
    async until(check, what) {
      const end = Date.now() + 20_000;
      for (;;) {
        const answer = await check();
        if (answer) return answer;
        assert.ok(Date.now() < end, `waited in vain until ${what}`);
        await page.waitForTimeout(25);
      }
    },

    /** The title in the row that the cursor is on; null without one. */
    async currentTitle() {
      const row = page.locator("#papers .row.cursor .title");
      return (await row.count()) === 0 ? null : (await row.innerText()).trim();
    },

    /** Pastes text as a reader would, outside every field. */
    async paste(text) {
      await page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", pasted);
        document.body.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true }),
        );
      }, text);
    },

    async theme(name) {
      await page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme;
      }, name);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
    },

    async picture(name) {
      if (!pictures) return;
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`) });
    },

    /** Checks what is on screen in both themes, and takes a picture of each. */
    async look(name) {
      const { width } = page.viewportSize();
      const suffix = width === 1280 ? "" : `-${width}`;
      for (const theme of ["dark", "light"]) {
        await desk.theme(theme);
        await desk.picture(`${name}-${theme}${suffix}`);
        assert.deepEqual(await violations(page), [], `${name}, ${theme}`);
      }
    },

    async close() {
      await desk.picture("last");
      await browser.close();
      assert.deepEqual(complaints, []);
    },
  };
  return desk;
}

async function violations(page) {
  // Evaluated through the debugger, which the page's own policy does not concern.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations: found } = await globalThis.axe.run(document, {
      runOnly: [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
      ],
    });
    return found.map(({ id, nodes }) => ({
      id,
      at: nodes.slice(0, 5).map(({ target }) => target),
    }));
  });
}

/** Everything a search of the whole library finds. */
export const everything = (query = "", view = { kind: "library" }) => ({
  view,
  query,
  mode: "words",
  sort: "relevance",
  descending: null,
  near: null,
  topic: null,
  offset: 0,
  limit: 500,
});
