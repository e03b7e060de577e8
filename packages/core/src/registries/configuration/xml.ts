import { Parser } from "htmlparser2";

export type Element = { readonly name: string; text: string; readonly children: Element[] };

/** Reads a small XML file. `${name}` in a text is filled in where `variable` knows the name. No entity of its own is followed. */
export function parseXml(text: string, variable: (name: string) => string | undefined): Element {
  const root: Element = { name: "", text: "", children: [] };
  const path = [root];
  const parser = new Parser(
    {
      onopentag(name) {
        const element: Element = { name, text: "", children: [] };
        path.at(-1)?.children.push(element);
        path.push(element);
      },
      ontext(part) {
        const element = path.at(-1);
        if (element !== undefined) element.text += part;
      },
      onclosetag() {
        const element = path.pop();
        if (element === undefined) return;
        element.text = element.text.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => variable(name) ?? whole);
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  return root;
}

/** The elements at a path of names. */
export function all(element: Element, ...names: readonly string[]): Element[] {
  return names.reduce<Element[]>(
    (found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)),
    [element],
  );
}

/** The text at a path of names, or an empty one. */
export function textAt(element: Element, ...names: readonly string[]): string {
  return all(element, ...names)[0]?.text.trim() ?? "";
}
