/**
 * Python source without what is not code: comments are gone, every string is `""`, and a line that a backslash
 * continues is one line. It does not follow the nesting inside f-strings, whose quotes come in pairs anyway.
 */
export function withoutStringsAndComments(source: string): string {
  const text = source.replaceAll(/\r\n?/g, "\n");
  const special = /["'#]|\\\n/g;
  let code = "";
  let at = 0;
  for (;;) {
    special.lastIndex = at;
    const next = special.exec(text)?.index ?? text.length;
    code += text.slice(at, next);
    if (next === text.length) return code;
    at = skip(text, next);
    code += replacement(text, next);
  }
}

function replacement(text: string, special: number): string {
  if (text[special] === "#") return "";
  return text[special] === "\\" ? " " : '""';
}

/** The place after the comment, string or continuation that begins at `start`. */
function skip(text: string, start: number): number {
  if (text[start] === "\\") return start + 2;
  if (text[start] === "#") return endOr(text.indexOf("\n", start), text);
  const quote = text.charAt(start);
  return text.startsWith(quote.repeat(3), start)
    ? skipString(text, start + 3, quote.repeat(3))
    : skipString(text, start + 1, quote);
}

/** A string in single quotes ends with its line at the latest, as broken source shows. */
function skipString(text: string, from: number, quotes: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text.startsWith(quotes, at)) return at + quotes.length;
    else if (quotes.length === 1 && text[at] === "\n") return at;
  }
  return text.length;
}

function endOr(index: number, text: string): number {
  return index === -1 ? text.length : index;
}
