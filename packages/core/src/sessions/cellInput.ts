import { CellRequest, type Limits, type ParsedCellRequest } from "@glovebox/protocol";
import type { Cell } from "../engines/engine.ts";
import { dedent } from "../executions/dedent.ts";
import { checkFiles, definedOnly, type FilesInput, parseWithFiles, wrong } from "../executions/fileInput.ts";

/** In process, a file's content may also be bytes, or a content that is held. */
export type CellInput = Omit<CellRequest, "files"> & { files?: FilesInput | undefined };

/** Languages whose variables have values that JSON can hold. */
const TELL_VALUES: ReadonlySet<string> = new Set(["python", "javascript", "typescript"]);

export type PreparedCell = { readonly cell: Cell; readonly request: ParsedCellRequest };

/** Checks a cell and fills in its defaults. Throws a GloveboxError that names the field. */
export function prepareCell(input: CellInput, language: string, defaults: Limits): PreparedCell {
  const { request, files, held } = parseWithFiles(CellRequest, input);
  const limits = { ...defaults, ...definedOnly(request.limits ?? {}) };
  checkFiles(files, held, limits);
  const { code, stdin, env = {}, returnVariables = [], svg } = request;
  if (returnVariables.length > 0 && !TELL_VALUES.has(language))
    throw wrong("returnVariables", `only those of ${[...TELL_VALUES].join(", ")} can be told`);
  const source = language === "python" ? dedent(code) : code;
  return { request, cell: { source, counts: true, files, held, stdin, env, returns: returnVariables, svg, limits } };
}
