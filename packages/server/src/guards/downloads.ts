import type { Artifact } from "@glovebox/protocol";

/** Headers under which a browser saves what a sandbox left, and never shows or runs it in our name. */
export function downloadHeaders({ name, size, mimeType, sha256 }: Artifact): Record<string, string> {
  return {
    "Content-Type": mimeType,
    "Content-Length": String(size),
    "Content-Disposition": `attachment; ${fileName(name.slice(name.lastIndexOf("/") + 1))}`,
    "Content-Security-Policy": "sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    ETag: `"${sha256}"`,
  };
}

/** Both forms of RFC 6266: plain ASCII for old clients, and the true name as RFC 5987 spells it. */
function fileName(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%;]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
