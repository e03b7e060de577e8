import {
  type AnyNode,
  type ExportAllDeclaration,
  type ExportNamedDeclaration,
  getLineInfo,
  type ImportDeclaration,
  type Program,
  parse,
  type VariableDeclaration,
} from "acorn";
import { Edits } from "./edits.ts";
import { everyNode, namesOf, type Scoped, walkScope } from "./syntax.ts";

/** A cell as plain scripts, whose declarations all become global and which keep the lines of the cell. */
export type Rewritten = {
  /** Functions, and the names of the rest. Runs first. Where it is the whole cell, its value is the cell's. */
  readonly script: string;
  /** Where the cell awaits or imports: an async function for all that is not in `script`. */
  readonly body: string | undefined;
  /** Whether the last statement is an expression, so that there is a value to show. */
  readonly shows: boolean;
};

/** What rewritten cells find under this name; see Helpers in run.ts. */
export const HELPERS = "__glovebox";

/** `file`: what the cell is called in traces. Throws the parser's SyntaxError, with the place of it in `loc`. */
export function rewrite(text: string, file: string): Rewritten {
  const source = text.replace(/^#!.*/, "");
  const code: Code = { source, file };
  const { program, isModule } = parseCell(source);
  const last = program.body.at(-1);
  const shows = last?.type === "ExpressionStatement" && last.directive === undefined;
  return isModule && needsFunction(program)
    ? { ...asFunction(code, program), shows }
    : { script: asScript(code, program), body: undefined, shows };
}

type Code = { readonly source: string; readonly file: string };

/** Modules first, because they may await; then what only old scripts may have. */
function parseCell(source: string): { program: Program; isModule: boolean } {
  const options = { ecmaVersion: "latest" } as const;
  try {
    return { program: parse(source, { ...options, sourceType: "module" }), isModule: true };
  } catch (error) {
    try {
      return { program: parse(source, { ...options, sourceType: "script" }), isModule: false };
    } catch {
      throw error;
    }
  }
}

function needsFunction(program: Program): boolean {
  return [...walkScope(program)].some(
    ({ node }) =>
      node.type === "AwaitExpression" ||
      node.type === "ImportDeclaration" ||
      isReexport(node) ||
      (node.type === "ForOfStatement" && node.await) ||
      (node.type === "VariableDeclaration" && node.kind.endsWith("using")),
  );
}

/** Names that last are `var`: those of a later cell may take their place. */
function asScript(code: Code, program: Program): string {
  const edits = new Edits(code.source);
  for (const node of program.body) {
    const declaration = withoutExport(node, edits);
    if (declaration.type === "VariableDeclaration") toVar(declaration, edits);
    if (declaration.type === "ClassDeclaration" && declaration.id != null)
      edits.wrap(declaration, `var ${declaration.id.name} = `, ";");
  }
  help(program, edits, code);
  return edits.apply();
}

function toVar({ start, kind, declarations }: VariableDeclaration, edits: Edits): void {
  if (kind === "var") return;
  edits.replace(start, start + kind.length, "var");
  for (const { id, init } of declarations) if (init == null) edits.insert(id.end, " = undefined");
}

function asFunction(code: Code, program: Program): Pick<Rewritten, "script" | "body"> {
  const { source } = code;
  const functions = new Edits(source);
  const edits = new Edits(source);
  const names = new Set<string>();
  for (const found of walkScope(program)) hoist(found, edits, names);
  let at = 0;
  for (const node of program.body) {
    const declaration = withoutExport(node, edits);
    if (declaration.type !== "FunctionDeclaration" || declaration.id === null) {
      help(node, edits, code);
      continue;
    }
    edits.blank(declaration.start, node.end);
    functions.blank(at, declaration.start);
    help(declaration, functions, code);
    at = node.end;
  }
  functions.blank(at, source.length);
  if (names.size > 0) functions.insert(0, `var ${[...names].join(", ")}; `);
  const last = program.body.at(-1);
  if (last?.type === "ExpressionStatement") {
    const end = source[last.end - 1] === ";" ? last.end - 1 : last.end;
    edits.wrap({ start: last.start, end }, "return (", ")");
  }
  return { script: functions.apply(), body: `(async () => { ${edits.apply()}\n})` };
}

/** Turns a declaration of the cell's own scope into an assignment to its global name. */
function hoist({ node, isTop, place }: Scoped, edits: Edits, names: Set<string>): void {
  if (node.type === "ImportDeclaration") {
    importing(node, edits, names);
  } else if (isReexport(node)) {
    edits.replace(node.start, node.end, `await ${HELPERS}.load(${node.source?.raw});`);
  } else if (node.type === "ClassDeclaration" && isTop && node.id != null) {
    names.add(node.id.name);
    edits.wrap(node, `void (${node.id.name} = `, ");");
  } else if (node.type === "VariableDeclaration" && (node.kind === "var" || (isTop && !node.kind.endsWith("using")))) {
    for (const { id } of node.declarations) for (const name of namesOf(id)) names.add(name);
    if (place === "head") edits.replace(node.start, node.start + node.kind.length, "");
    else assign(node, edits);
  }
}

function isReexport(node: AnyNode): node is ExportAllDeclaration | ExportNamedDeclaration {
  return node.type === "ExportAllDeclaration" || (node.type === "ExportNamedDeclaration" && node.source != null);
}

function assign(node: VariableDeclaration, edits: Edits): void {
  edits.replace(node.start, node.start + node.kind.length, "");
  edits.wrap({ start: node.start, end: node.declarations.at(-1)?.end ?? node.end }, "void (", ")");
  for (const { id, init } of node.declarations) {
    if (init != null) continue;
    if (node.kind === "var") edits.insert(id.start, "0, ");
    else edits.insert(id.end, " = undefined");
  }
}

function importing(
  { start, end, specifiers, source, attributes }: ImportDeclaration,
  edits: Edits,
  names: Set<string>,
) {
  const fields: string[] = [];
  const wanted: string[] = [];
  let whole = "";
  for (const each of specifiers) {
    names.add(each.local.name);
    if (each.type === "ImportNamespaceSpecifier") {
      whole = `${each.local.name} = `;
      continue;
    }
    const imported = each.type === "ImportDefaultSpecifier" ? "default" : nameOf(each.imported);
    wanted.push(imported);
    fields.push(`${JSON.stringify(imported)}: ${each.local.name}`);
  }
  const given = (attributes ?? []).map(({ key, value }) => `${JSON.stringify(nameOf(key))}: ${value.raw}`);
  const more = given.length === 0 ? "" : `, { ${given.join(", ")} }`;
  const loaded = `${whole}await ${HELPERS}.load(${source.raw}, ${JSON.stringify(wanted)}${more})`;
  edits.replace(start, end, fields.length === 0 ? `void (${loaded});` : `void ({ ${fields.join(", ")} } = ${loaded});`);
}

/** An interrupt ends what awaits, so each await of the cell, also in its functions, goes through ours. */
function help(root: AnyNode, edits: Edits, { source, file }: Code): void {
  for (const node of everyNode(root)) {
    if (node.type === "AwaitExpression") {
      const { line, column } = getLineInfo(source, node.start);
      edits.wrap(node.argument, `${HELPERS}.wait(`, `, "${file}:${line}:${column + 1}")`);
    } else if (node.type === "ImportExpression") {
      edits.replace(node.start, node.start + "import".length, `${HELPERS}.import`);
    } else if (node.type === "MetaProperty" && node.meta.name === "import")
      edits.replace(node.start, node.end, `${HELPERS}.meta`);
  }
}

/** The declaration that is exported, or the statement itself. */
function withoutExport(node: AnyNode, edits: Edits): AnyNode {
  if (node.type === "ExportDefaultDeclaration") {
    const { declaration } = node;
    const isNamed = "id" in declaration && declaration.id != null;
    const isStatement = /^(Function|Class)Declaration$/.test(declaration.type);
    edits.replace(node.start, declaration.start, isStatement && !isNamed ? "void " : "");
    return isNamed ? declaration : node;
  }
  if (node.type !== "ExportNamedDeclaration" || node.source != null) return node;
  if (node.declaration == null) edits.blank(node.start, node.end);
  else edits.replace(node.start, node.declaration.start, "");
  return node.declaration ?? node;
}

function nameOf(node: { type: "Identifier"; name: string } | { type: "Literal"; value?: unknown }): string {
  return node.type === "Identifier" ? node.name : String(node.value);
}
