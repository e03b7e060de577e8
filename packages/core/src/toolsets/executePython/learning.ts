import type { GloveboxError, Outcome } from "@glovebox/protocol";

/** What a model should do next, after an execution that did not succeed. */
export function learningPoint({ status, error, notes }: Outcome): string {
  switch (status) {
    case "succeeded":
      return "";
    case "failed":
      return notes?.length ? `${ofException(error?.name ?? "")} ${notes.join(". ")}.` : ofException(error?.name ?? "");
    case "timed_out":
      return "The code took too long: do less in one call, use a faster way, and make sure that every loop ends.";
    case "out_of_memory":
      return "The code needed too much memory: read data in pieces, use generators, and let go of what is no longer needed.";
    case "output_limit":
      return "The code printed too much: print only the result, or a summary of it.";
    case "killed":
      return "A signal ended the code: do not call exit handlers or native code that can crash, and try a simpler way.";
    case "cancelled":
      return "The caller stopped it; the code itself may be right.";
    case "rejected":
      return "The policy does not allow what the error lists: change these lines as it says, and call again.";
    case "crashed":
    case "lost":
      return "The sandbox failed, not the code: call again with the same code.";
  }
}

/** The same where no execution came about. */
export function learningPointOfError({ code, advice }: GloveboxError): string {
  const ours = "The code was not run, and is not the reason: call again later, or tell the user.";
  return code === "invalid_request" ? "Nothing was run: correct the field that the error names." : (advice ?? ours);
}

function ofException(name: string): string {
  switch (name) {
    case "SyntaxError":
    case "IndentationError":
    case "TabError":
      return "The code does not parse: mend the line that the error names, mind brackets, quotes and indentation, and send the whole program again.";
    case "ModuleNotFoundError":
    case "ImportError":
      return "A module is not there: use the standard library, or do without it.";
    case "FileNotFoundError":
      return "A file is not there: write it first, or have it given with the call; paths are relative to the working folder.";
    case "EOFError":
      return "There is nobody to answer input(): put the data into the code.";
    default:
      return "The code raised an error: its last line says which, the lines before it where. Mend that and send the whole program again.";
  }
}
