/** Code without strings, comments, and what is in brackets: what is left shows where a statement ends. */
type Bare = { readonly code: string; readonly open: boolean };

const CONTINUATIONS = /^(?:elif|else|except|finally|case)\b/;

/** Whether somebody who has typed this means to go on. An empty line ends a block, as in Python's own shell. */
export function wantsMore(source: string, language: string): boolean {
  if (language !== "python") return isOpen(source, language);
  if (source.startsWith("%%")) return !endsEmpty(source);
  if (isOpen(source, language)) return true;
  return isBlock(source) && !endsEmpty(source);
}

/** Whether a line that comes after this source, with nobody to ask, is part of it. */
export function goesOn(source: string, line: string, language: string): boolean {
  if (isOpen(source, language)) return true;
  if (language !== "python") return false;
  if (source.startsWith("%%")) return line.trim() !== "";
  if (line.trim() === "") return true;
  const last = source.trimEnd().split("\n").at(-1) ?? "";
  return isBlock(source) && (/^\s/.test(line) || CONTINUATIONS.test(line) || last.startsWith("@"));
}

function endsEmpty(source: string): boolean {
  return /\n[ \t]*$/.test(source);
}

function isBlock(source: string): boolean {
  const { code } = bare(source, "python");
  return /:[ \t]*$/m.test(code) || /^[ \t]*@/m.test(code);
}

/** Whether a bracket, a string of several lines or a line is not closed. */
function isOpen(source: string, language: string): boolean {
  const { code, open } = bare(source, language);
  if (open || /\\[ \t]*$/.test(code)) return true;
  return language === "bash" && hasOpenBlock(code);
}

function hasOpenBlock(code: string): boolean {
  const words = code.split(/[\s;&|()]+/);
  const count = (...wanted: string[]) => words.filter((word) => wanted.includes(word)).length;
  return count("if", "for", "while", "until", "case", "{") > count("fi", "done", "esac", "}");
}

const QUOTES: Readonly<Record<string, readonly string[]>> = {
  python: ['"""', "'''", '"', "'"],
  bash: ['"', "'"],
};
/** Those in which a line may end. */
const LONG = ['"""', "'''", "`"];
const OPENING = "([{";
const CLOSING = ")]}";

function bare(source: string, language: string): Bare {
  const quotes = QUOTES[language] ?? ["`", '"', "'"];
  const comment = language === "python" || language === "bash" ? "#" : "//";
  const counts = language !== "bash";
  let [code, depth, quote, broken] = ["", 0, "", false];
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? "";
    if (quote !== "") {
      const short = !LONG.includes(quote) && language !== "bash";
      if (character === "\\" && !(language === "bash" && quote === "'")) at++;
      else if (source.startsWith(quote, at)) {
        at += quote.length - 1;
        quote = "";
      } else if (short && character === "\n") {
        // Not closed, which is for the language to say: Python does so at once.
        [quote, broken] = ["", language === "python"];
      }
      continue;
    }
    const opened = quotes.find((each) => source.startsWith(each, at));
    if (opened !== undefined) {
      quote = opened;
      at += opened.length - 1;
      code += "_";
    } else if (source.startsWith(comment, at) && (language !== "bash" || /(?:^|\s)$/.test(source.slice(0, at)))) {
      const end = source.indexOf("\n", at);
      at = (end < 0 ? source.length : end) - 1;
    } else if (counts && OPENING.includes(character)) depth++;
    else if (counts && CLOSING.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0) code += character;
  }
  if (language === "python" && quote !== "" && !LONG.includes(quote)) broken = true;
  const open = depth > 0 || LONG.includes(quote) || (language === "bash" && quote !== "");
  return { code, open: open && !broken };
}
