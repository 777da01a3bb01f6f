/** Builds the pages' styles, scripts, fonts and icons into the Python package, named by their content. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

import { ICONS } from "./src/kit/icons.ts";
import { typeface } from "./typeface.ts";

/** One SVG sprite of the Lucide icons that the templates name, so that a page fetches them once. */
function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    buildStart() {
      const symbols = ICONS.map((name) => {
        const file = resolve(import.meta.dirname, `node_modules/lucide-static/icons/${name}.svg`);
        const body = readFileSync(file, "utf8")
          .replace(/<!--[\s\S]*?-->/g, "")
          .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
        const lines = body.replace(/\s*\n\s*/g, "");
        return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${lines}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "src/kit/icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
      });
      for (const file of ["mark-180.png", "mark-192.png", "mark-512.png", "mark-maskable-512.png"]) {
        const source = readFileSync(resolve(import.meta.dirname, "src/kit/icons", file));
        this.emitFile({ type: "asset", name: file, originalFileName: `src/kit/icons/${file}`, source });
      }
      // Our mark, and the drawings that stand for photos on the design system's page.
      for (const path of ["kit/mark", "public/sample-before", "public/sample-after", "public/sample-lamp"]) {
        const file = `src/${path}.svg`;
        this.emitFile({
          type: "asset",
          name: file.replace(/^.*\//, ""),
          originalFileName: file,
          source: readFileSync(resolve(import.meta.dirname, file)),
        });
      }
    },
  };
}

/** Every text beside its compressed forms: WhiteNoise hands out the one that a browser understands. */
function pressed(): Plugin {
  return {
    name: "pressed",
    writeBundle({ dir }, bundle) {
      for (const file of Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const path = resolve(dir ?? "", file);
        const text = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(text));
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [typeface(), tailwindcss(), iconSprite(), pressed()],
  build: {
    outDir: "../peygir/web/static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsDir: ".",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1400,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // htmx holds an eval that `allowEval: false` never reaches.
      checks: { eval: false } as object,
      input: [
        "src/kit/main.ts",
        "src/kit/map.ts",
        "src/kit/sandbox.ts",
        "src/public/report.ts",
        "src/clerk/inbox.ts",
        "src/manager/share.ts",
        "src/planner/board.ts",
        "src/public/near.ts",
        "src/public/citymap.ts",
        "src/public/charter.ts",
        "src/public/record-check.ts",
        "src/public/record-sign.ts",
        "src/kit/areas.ts",
        "src/clerk/live.ts",
        "src/clerk/case.ts",
        "src/clerk/cover.ts",
        "src/inspector/inspector.ts",
        "src/inspector/day.ts",
        "src/crew/crew.ts",
        "src/panel/visit.ts",
        "src/public/waiting.ts",
        "src/public/worker.ts",
        "src/public/gallery.ts",
        "src/operator/console.ts",
        "src/centre/wall.ts",
        "src/explore/explore.ts",
        "src/drop/leave.ts",
        "src/inspectorate/drop-box.ts",
        "src/inspectorate/drop-keys.ts",
      ].map((file) => resolve(import.meta.dirname, file)),
      output: {
        // Twelve hex digits: the form that WhiteNoise knows as "never changes".
        hashCharacters: "hex",
        entryFileNames: "[name].[hash:12].js",
        chunkFileNames: "[name].[hash:12].js",
        // A worker is served as plain .js, which every server knows; no brackets in a font's name.
        assetFileNames: ({ names }) => {
          const name = (names[0] ?? "asset")
            .replace(/\.[^.]*$/, "")
            .replace(/[^\w-]+/g, "-")
            .replace(/-$/, "");
          return names[0]?.endsWith(".mjs") ? `${name}.[hash:12].js` : `${name}.[hash:12][extname]`;
        },
      },
    },
  },
});
