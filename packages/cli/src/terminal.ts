const PREFIX = "glovebox:";

/** Says something in the tool's own name, on stderr. */
export function say(message: string): void {
  const lines = message.trimEnd().replaceAll("\t", "    ").split("\n");
  for (const line of lines) process.stderr.write(`${PREFIX} ${visible(line)}\n`);
}

/** Writes a text from the sandbox as the program's own: guarded on a terminal, as it is elsewhere. */
export function passOn(text: string, stream: NodeJS.WriteStream): void {
  const guard = new TerminalGuard();
  stream.write(stream.isTTY ? guard.guard(text) + guard.rest() : text);
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
const CONTROL = /\u001b\[[0-9;]*m|[\u0000-\u0008\u000e-\u001f\u007f\u0080-\u009f]/g;
/** A colour whose rest may come with the next piece of output. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const UNFINISHED = /\u001b(?:\[[0-9;]{0,32})?$/;
/** What takes no place on the screen, so that a word hidden behind it still looks like ours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const UNSEEN = /\u001b\[[0-9;]*m|[\p{Cf}\p{Mn}]/gu;
const RESET = "\u001b[0m";

/**
 * Program output on its way to a terminal: colours pass, other control sequences become visible, and a line that
 * begins like one of the tool's own is marked. stdout and stderr share one terminal, and so one guard: what is written
 * to one decides where a line of the other begins. Output that goes to a file or a pipe is not touched.
 */
export class TerminalGuard {
  #held = "";
  #atLineStart = true;
  #coloured = false;

  guard(text: string): string {
    let all = this.#held + text;
    const unfinished = UNFINISHED.exec(all)?.[0] ?? "";
    all = all.slice(0, all.length - unfinished.length);
    this.#held = "";
    let safe = "";
    for (const piece of all.split(/(?<=[\n\r])/)) safe += this.#piece(piece);
    this.#held += unfinished;
    return safe;
  }

  /** What was held back, and an end to colours, which could hide the tool's lines; called at the end of the output. */
  rest(): string {
    const held = this.#held.replace(CONTROL, (found) => this.#control(found));
    this.#held = "";
    return held + (this.#coloured ? RESET : "");
  }

  #piece(piece: string): string {
    const plain = piece.replace(CONTROL, (found) => this.#control(found));
    const ends = /[\n\r]$/.test(piece);
    const bare = plain.replace(UNSEEN, "").trimStart();
    const begins = this.#atLineStart;
    if (begins && bare.length < PREFIX.length && PREFIX.startsWith(bare) && !ends) {
      this.#held = piece;
      return "";
    }
    this.#atLineStart = ends;
    return begins && bare.startsWith(PREFIX) ? `| ${plain}` : plain;
  }

  #control(found: string): string {
    if (found.length === 1) return visible(found);
    this.#coloured = true;
    return found;
  }
}
