const PREFIX = "glovebox:";

/** Says something in the tool's own name, on stderr. */
export function say(message: string): void {
  for (const line of message.trimEnd().split("\n")) process.stderr.write(`${PREFIX} ${visible(line)}\n`);
}

/** A text from the sandbox as one line without control characters. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, "0")}`,
  );
}

/** Escape sequences other than colours: they can move the cursor, rename the window, or answer as if typed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /\u001b\[[0-9;]*m|[\u0000-\u0007\u000e-\u001f\u007f\u0080-\u009f]/g;

/**
 * Program output on its way to a terminal: colours pass, other control sequences become visible, and a line that
 * begins like one of the tool's own is marked. Output that goes to a file or a pipe is not touched.
 */
export class TerminalGuard {
  #held = "";
  #atLineStart = true;

  guard(text: string): string {
    const all = this.#held + text;
    this.#held = "";
    let safe = "";
    for (const piece of all.split(/(?<=[\n\r])/)) safe += this.#piece(piece);
    return safe;
  }

  /** What was held back because it began like one of the tool's lines; called at the end of the output. */
  rest(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }

  #piece(piece: string): string {
    const plain = piece.replace(CONTROL, (found) => (found.endsWith("m") && found.length > 1 ? found : visible(found)));
    if (this.#atLineStart) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours before the word would hide it
      const bare = plain.replace(/\u001b\[[0-9;]*m/g, "").trimStart();
      if (bare.length < PREFIX.length && PREFIX.startsWith(bare) && !/[\n\r]$/.test(piece)) {
        this.#held = piece;
        return "";
      }
      if (bare.startsWith(PREFIX)) {
        this.#atLineStart = /[\n\r]$/.test(piece);
        return `| ${plain}`;
      }
    }
    this.#atLineStart = /[\n\r]$/.test(piece);
    return plain;
  }
}
