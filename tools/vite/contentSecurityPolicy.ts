import type { Plugin } from "vite";
import { CONTENT_SECURITY_POLICY } from "../headers.mjs";

/** Writes the policy into every built page, for hosts that cannot send headers. The dev server needs inline scripts. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
