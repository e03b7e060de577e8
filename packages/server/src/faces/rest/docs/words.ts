import type { ErrorCode, Status } from "@glovebox/protocol";

/** What an outcome's status means, and what to do about it. */
export const statusMeanings: Readonly<Record<Status, string>> = {
  succeeded: "The program ended with exit code 0. What it wrote on stderr changes nothing.",
  failed: "It ended with an exception or another exit code. outcome.error holds the exception, where it had one.",
  timed_out: "It ran into limits.timeoutMs or limits.cpuMs. Give more, or make it faster.",
  out_of_memory: "It needed more than limits.memoryBytes. Give more, or let it hold less at once.",
  output_limit: "It wrote more than limits.outputBytes. What came before is kept.",
  killed: "A signal ended it that was not ours, such as a segmentation fault. outcome.signal names it.",
  cancelled: "You stopped it: by DELETE, or by closing the connection.",
  rejected:
    "The policy that the request names does not allow the source, and nothing ran. outcome.error says where and why.",
  crashed: "Glovebox failed, not the program. Sending the request again is safe if the program itself has no effects.",
  lost: "The server died while it ran. What had come until then is not known.",
};

/** What an error's code means. */
export const errorMeanings: Readonly<Record<ErrorCode, string>> = {
  invalid_request: "A field is missing, wrong or unknown; error.field names it.",
  unknown_language: "No such language, or not in this version. GET /v1/runtimes lists what there is.",
  unknown_engine: "No such engine on this server.",
  unknown_environment: "No such environment. GET /v1/environments lists what there is.",
  forbidden: "The Host or Origin header is not one that this server answers.",
  not_found: "No such path, execution, session, artifact or file, or it is another client's.",
  conflict: "What is there already, or is just being done, stands in the way.",
  method_not_allowed: "The path is right and the method is not; the header Allow lists those that are.",
  request_timeout: "The request did not come whole in time.",
  payload_too_large: "The body or the file, or the headers (then the status is 431), are too large.",
  range_not_satisfiable: "The header Range asks for bytes that the file does not have.",
  unsupported_media_type:
    "The body must be application/json in UTF-8; a file anything but text/plain, multipart and forms, such as application/octet-stream.",
  too_busy: "Too many executions wait. The header Retry-After says after how many seconds to try again.",
  internal: "Glovebox failed. The server's log has more, under error.requestId.",
  sandbox_failed: "The sandbox failed before the program could end.",
  engine_unavailable: "No engine can run on this machine. glovebox doctor says why.",
  environment_failed: "The environment could not be installed.",
  packages_failed:
    "The packages that the request asks for could not be installed. The message has the installer's last lines.",
  closed: "The server is stopping.",
  unavailable: "The server is stopping, or its disk cannot be written.",
};
