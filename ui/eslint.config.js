import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

const hostOnly = {
  patterns: [{ group: ["@tauri-apps/*"], message: "Only src/api speaks to the host." }],
};

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/api/types.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      "no-restricted-imports": ["error", hostOnly],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig },
    },
    rules: {
      "svelte/no-at-html-tags": "error",
      // The window's policy refuses style attributes; style directives go through the style object.
      "no-restricted-syntax": [
        "error",
        { selector: 'SvelteAttribute[key.name="style"]', message: "Use a style directive." },
      ],
      // These collections are replaced, not mutated, or deliberately not reactive.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  {
    files: ["src/api/**"],
    rules: { "no-restricted-imports": "off" },
  },
);
