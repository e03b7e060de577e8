import { readdirSync } from "node:fs";
import type { Event, Outcome, Result } from "glovebox";
import type { ArtifactFolder } from "../artifactFolder.ts";
import { say, TerminalGuard, visible } from "../terminal.ts";

const PICTURES: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
};

type Picture = { readonly type: string; readonly content: string };

/** Shows what cells say. Nothing of it looks like a line of the tool's own, and each begins on a line of its own. */
export class Screen {
  readonly #folder: ArtifactFolder;
  #guard = new TerminalGuard();
  #atLineStart = true;
  #plots: number;
  /** Of this cell: pictures that may change before it ends, by their names, and those since it last cleared. */
  readonly #changing = new Map<string, Picture>();
  #passing: Picture[] = [];
  #clears = false;

  /** `out`: the folder's name, in which plots of earlier sessions may lie. */
  constructor(folder: ArtifactFolder, out: string) {
    this.#folder = folder;
    this.#plots = lastPlot(out);
  }

  write(stream: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    const to = process[stream];
    to.write(to.isTTY ? this.#guard.guard(text) : text);
    this.#atLineStart = text.endsWith("\n");
  }

  show(event: Event): void {
    if (event.type === "stdout" || event.type === "stderr") this.write(event.type, event.data);
    else if (event.type === "result") this.#result(event.result);
    else if (event.type === "cleared") this.#clear();
    else if (event.type === "ended") this.#end(event.outcome);
  }

  #result({ mime, displayId, update }: Result): void {
    const type = Object.keys(PICTURES).find((each) => typeof mime[each] === "string");
    if (type === undefined) {
      // Nothing at all is a place that is filled later.
      if (Object.keys(mime).length > 0) this.line(textOf(mime));
      return;
    }
    const picture = { type, content: String(mime[type]) };
    if (update && displayId !== undefined) this.#changing.set(displayId, picture);
    else if (this.#clears) this.#passing.push(picture);
    else this.#save(picture);
  }

  /** What stands on the screen stays there; of pictures that follow one another the last is saved. */
  #clear(): void {
    this.#clears = true;
    this.#passing = [];
  }

  #saveLast(): void {
    for (const picture of [...this.#changing.values(), ...this.#passing]) this.#save(picture);
    this.#changing.clear();
    this.#passing = [];
    this.#clears = false;
  }

  #save({ type, content }: Picture): void {
    const bytes = Buffer.from(content, type === "image/svg+xml" ? "utf8" : "base64");
    this.#plots++;
    const saved = this.#folder.save(`plot-${this.#plots}.${PICTURES[type]}`, bytes);
    this.finishLine();
    if ("refused" in saved) say(`the plot was not saved: ${saved.refused}`);
    else say(`saved ${visible(saved.path)}`);
  }

  #end({ status, error, notes = [] }: Outcome): void {
    this.#saveLast();
    this.finishLine();
    if (error?.traceback !== undefined) this.line(error.traceback.trimEnd(), "stderr");
    else if (error !== undefined) this.line(`${error.name}: ${error.message}`, "stderr");
    this.finishLine();
    if (status !== "succeeded" && status !== "failed" && error === undefined) say(status.replaceAll("_", " "));
    for (const note of notes) say(note);
  }

  /** A text on lines of its own. */
  line(text: string, stream: "stdout" | "stderr" = "stdout"): void {
    this.finishLine();
    this.write(stream, `${text}\n`);
  }

  /** What comes next begins a line, and without colours. */
  finishLine(): void {
    const stream = process.stdout.isTTY ? process.stdout : process.stderr;
    stream.write(this.#guard.rest());
    if (!this.#atLineStart && process.stdout.isTTY) process.stdout.write("\n");
    this.#atLineStart = true;
    this.#guard = new TerminalGuard();
  }
}

function textOf(mime: Result["mime"]): string {
  const plain = mime["text/plain"];
  return typeof plain === "string" ? plain : `<${Object.keys(mime).join(", ")}>`;
}

function lastPlot(out: string): number {
  try {
    const numbers = readdirSync(out).map((name) => Number(/^plot-(\d{1,9})\./.exec(name)?.[1] ?? 0));
    return Math.max(0, ...numbers);
  } catch {
    return 0; // it is not there yet
  }
}
