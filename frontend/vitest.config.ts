/** Runs the unit tests of the scripts; a test that needs a page asks for happy-dom in its first line. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    unstubGlobals: true,
    env: { TZ: "Asia/Tehran" },
  },
});
