/**
 * What a browser may load and run, on our pages and in our workers.
 * Scripts, styles, fonts and workers come from our own origin; WebAssembly may be compiled; data may come from the
 * Hub or a model server the person chose, over https or from this computer.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * Response headers that make a page cross-origin isolated, which WebAssembly threads need. Any page may frame it or use
 * its files, an isolated one too: they are public, and slides and notebooks embed them.
 */
export const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};
