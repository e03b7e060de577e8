import type { Sandboxes } from "glovebox";
import type { Admission } from "../../admission/admission.ts";
import type { Bodies } from "../../guards/bodies.ts";
import type { FaceParts } from "../face.ts";

export type E2bParts = FaceParts & {
  readonly sandboxes: Sandboxes;
  readonly admission: Admission;
  readonly bodies: Bodies;
  /** Bytes of one uploaded file. */
  readonly maxFileBytes: number;
};
