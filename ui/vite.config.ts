import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  plugins: [svelte(), svelteTesting()],
  build: {
    target: ["es2022", "safari16"],
    sourcemap: false,
    // The window's Content-Security-Policy allows fonts from its own origin only, never `data:`.
    assetsInlineLimit: 0,
    // Every module is loaded at start, so the preload polyfill would only be one more script.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
  },
});
