import type { Sandboxes } from "glovebox";
import type { Bodies } from "../../guards/bodies.ts";
import type { FaceParts } from "../face.ts";

export type E2bParts = FaceParts & {
  readonly sandboxes: Sandboxes;
  readonly bodies: Bodies;
  /** Bytes of one uploaded file. */
  readonly maxFileBytes: number;
};
