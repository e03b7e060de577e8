/** Takes off the indentation that all lines share, as Python's textwrap.dedent does. Blank lines do not count. */
export function dedent(text: string): string {
  const lines = text.split("\n");
  let margin: string | undefined;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
    margin = margin === undefined ? indentation : commonStart(margin, indentation);
    if (margin === "") return text;
  }
  const width = margin?.length ?? 0;
  return width === 0 ? text : lines.map((line) => (line.trim() === "" ? "" : line.slice(width))).join("\n");
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
