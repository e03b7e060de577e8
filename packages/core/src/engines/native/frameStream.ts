import { FrameFormat, type FrameOf } from "../frameFormat.ts";
import { type FrameName, frames, MAX_PAYLOAD_BYTES } from "./frames.ts";

export type Frame = FrameOf<FrameName>;

/** The stream format of host, warden and init; sandbox/glovebox_sandbox/frames.py speaks the same. */
export const nativeFrames = new FrameFormat<FrameName>(frames, MAX_PAYLOAD_BYTES);
