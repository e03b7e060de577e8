import type { AnyNode, Pattern, Program } from "acorn";

/** `isTop`: a statement of the program itself. `place`: whether a declaration is the head of a loop. */
export type Scoped = { readonly node: AnyNode; readonly isTop: boolean; readonly place: "statement" | "head" };

/** The nodes that belong to the program's own scope: not those in its functions and in the members of its classes. */
export function* walkScope(program: Program): Generator<Scoped> {
  for (const node of program.body) {
    const exported = node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration";
    yield* walk(node, true, "statement", exported);
  }
}

function* walk(node: AnyNode, isTop: boolean, place: Scoped["place"], exported = false): Generator<Scoped> {
  yield { node, isTop, place };
  if (isFunction(node) || node.type === "StaticBlock") return;
  const isLoop = /^For(In|Of)?Statement$/.test(node.type);
  for (const [key, child] of childrenOf(node)) {
    if (node.type === "PropertyDefinition" && key === "value") continue;
    yield* walk(child, exported, isLoop && (key === "init" || key === "left") ? "head" : "statement");
  }
}

export function* everyNode(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const [, child] of childrenOf(node)) yield* everyNode(child);
}

/** The names that a pattern binds. */
export function* namesOf(pattern: Pattern): Generator<string> {
  switch (pattern.type) {
    case "Identifier":
      yield pattern.name;
      return;
    case "ObjectPattern":
      for (const each of pattern.properties) yield* namesOf(each.type === "Property" ? each.value : each);
      return;
    case "ArrayPattern":
      for (const each of pattern.elements) if (each !== null) yield* namesOf(each);
      return;
    case "RestElement":
      yield* namesOf(pattern.argument);
      return;
    case "AssignmentPattern":
      yield* namesOf(pattern.left);
      return;
    case "MemberExpression":
      return;
  }
}

function* childrenOf(node: AnyNode): Generator<readonly [key: string, child: AnyNode]> {
  for (const [key, value] of Object.entries(node)) {
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) yield [key, each];
  }
}

function isFunction({ type }: AnyNode): boolean {
  return type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
