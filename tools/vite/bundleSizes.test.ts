import { expect, test } from "vitest";
import { sizeTable } from "./bundleSizes";

test("the table groups files by when a visitor pays for them, largest first", () => {
  const indexHtml = `<script src="./assets/index-1.js"></script><link href="./assets/index-1.css">`;
  const table = sizeTable(
    [
      { path: "assets/index-1.css", raw: 2000, gzip: 900 },
      { path: "assets/index-1.js", raw: 100_000, gzip: 40_000 },
      { path: "assets/inter-1.woff2", raw: 48_000, gzip: 48_010 },
      { path: "assets/model.worker-1.js", raw: 700_000, gzip: 200_000 },
      { path: "assets/ort-wasm-simd-threaded.asyncify-1.wasm", raw: 26_861_777, gzip: 6_000_000 },
      { path: "index.html", raw: 1000, gzip: 500 },
      { path: "models/base/onnx/model.onnx", raw: 1_700_000, gzip: 1_600_000 },
    ],
    indexHtml,
  );
  expect(table.split("\n").map((line) => line.trimEnd())).toMatchInlineSnapshot(`
    [
      "                                                                  raw kB     gzip kB",
      "first view (3)                                                     103.0        41.4",
      "  assets/index-1.js                                                100.0        40.0",
      "  assets/index-1.css                                                 2.0         0.9",
      "  index.html                                                         1.0         0.5",
      "on demand (1)                                                      700.0       200.0",
      "  assets/model.worker-1.js                                         700.0       200.0",
      "ONNX runtime (1)                                                 26861.8      6000.0",
      "  assets/ort-wasm-simd-threaded.asyncify-1.wasm                  26861.8      6000.0",
      "fonts (1)                                                           48.0        48.0",
      "data (1)                                                          1700.0      1600.0",
      "all (7)                                                          29412.8      7889.4",
    ]
  `);
});
