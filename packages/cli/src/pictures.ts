import { readdirSync } from "node:fs";
import type { Result } from "glovebox";
import type { ArtifactFolder } from "./artifactFolder.ts";
import { say, visible } from "./terminal.ts";

const ENDINGS: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
};

export type Picture = { readonly type: string; readonly content: string };

/** A result as a picture, where it is one. */
export function pictureOf({ mime }: Result): Picture | undefined {
  const type = Object.keys(ENDINGS).find((each) => typeof mime[each] === "string");
  return type === undefined ? undefined : { type, content: String(mime[type]) };
}

/** A result as text. */
export function textOf({ mime }: Result): string {
  const plain = mime["text/plain"];
  return typeof plain === "string" ? plain : `<${Object.keys(mime).join(", ")}>`;
}

/** Saves pictures as numbered files: plot-1.png. */
export class Pictures {
  readonly #folder: ArtifactFolder;
  #last: number;

  /** `last`: the number of the last one that is there. */
  constructor(folder: ArtifactFolder, last: number) {
    this.#folder = folder;
    this.#last = last;
  }

  /** Saves it, and says where. */
  save({ type, content }: Picture): void {
    const bytes = Buffer.from(content, type === "image/svg+xml" ? "utf8" : "base64");
    this.#last++;
    const saved = this.#folder.save(`plot-${this.#last}.${ENDINGS[type]}`, bytes);
    if ("refused" in saved) say(`the plot was not saved: ${saved.refused}`);
    else say(`saved ${visible(saved.path)}`);
  }
}

/** The number of the last picture that was saved in a folder. */
export function lastPicture(folder: string): number {
  try {
    const numbers = readdirSync(folder).map((name) => Number(/^plot-(\d{1,9})\./.exec(name)?.[1] ?? 0));
    return Math.max(0, ...numbers);
  } catch {
    return 0; // it is not there yet
  }
}
