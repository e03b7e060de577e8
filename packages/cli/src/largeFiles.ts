import { createReadStream } from "node:fs";
import { defaultLimits, type FilesInput, type Glovebox, type Options, type RequestInput } from "glovebox";
import type { NamedFiles } from "./namedFile.ts";

const MOST_KEPT = 1024 ** 3;

/** What takes files, and has limits for them. */
type Asked = { readonly files?: FilesInput | undefined; readonly limits?: RequestInput["limits"] };

/** The settings of a Glovebox that is to keep all that --file names. */
export function withRoomFor(named: NamedFiles, settings: Options): Options {
  return { ...settings, filesBytes: Math.max(settings.filesBytes ?? MOST_KEPT, sum(sizesOf(named))) };
}

/**
 * A request with all that --file names among its files. What is too large for a request is put, and read as it goes into
 * the sandbox; the limits of files grow by it, because whoever names a file wants it to be there.
 */
export async function withNamed<T extends Asked>(
  box: Pick<Glovebox, "files">,
  request: T,
  named: NamedFiles,
  { limits = {} }: Options,
  signal?: AbortSignal,
): Promise<T> {
  const all = Object.entries(request.files ?? {});
  for (const [name, content] of named) {
    if (content instanceof Uint8Array) all.push([name, content]);
    else all.push([name, { id: (await box.files.put(createReadStream(content.path), { signal })).id }]);
  }
  const files = Object.fromEntries(all); // whatever a file is called
  const sizes = sizesOf(named);
  if (sizes.length === 0) return { ...request, files };
  const { fileBytes = defaultLimits.fileBytes, workspaceBytes = defaultLimits.workspaceBytes } = limits;
  const grown = { fileBytes: Math.max(fileBytes, ...sizes), workspaceBytes: workspaceBytes + sum(sizes) };
  return { ...request, files, limits: { ...request.limits, ...grown } };
}

function sizesOf(named: NamedFiles): number[] {
  return [...named.values()].flatMap((content) => (content instanceof Uint8Array ? [] : [content.size]));
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
