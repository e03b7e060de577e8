import type { Event, Outcome, Result } from "glovebox";
import type { ArtifactFolder } from "../artifactFolder.ts";
import { lastPicture, type Picture, Pictures, pictureOf, textOf } from "../pictures.ts";
import { say, TerminalGuard } from "../terminal.ts";

/** Shows what cells say. Nothing of it looks like a line of the tool's own, and each begins on a line of its own. */
export class Screen {
  readonly #pictures: Pictures;
  #guard = new TerminalGuard();
  #atLineStart = true;
  /** Of this cell: pictures that may change before it ends, by their names, and those since it last cleared. */
  readonly #changing = new Map<string, Picture>();
  #passing: Picture[] = [];
  #clears = false;

  /** `out`: the folder's name, in which plots of earlier sessions may lie. */
  constructor(folder: ArtifactFolder, out: string) {
    this.#pictures = new Pictures(folder, lastPicture(out));
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

  #result(result: Result): void {
    const { mime, displayId, update } = result;
    const picture = pictureOf(result);
    if (picture === undefined) {
      // Nothing at all is a place that is filled later.
      if (Object.keys(mime).length > 0) this.line(textOf(result));
      return;
    }
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

  #save(picture: Picture): void {
    this.finishLine();
    this.#pictures.save(picture);
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
