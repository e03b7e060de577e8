import type { ApiError } from "@glovebox/protocol";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { failureHeaders, known, shownMessage, statusOf } from "../failures.ts";

export type ErrorAnswer = {
  readonly status: ContentfulStatusCode;
  readonly body: ApiError;
  readonly headers: Readonly<Record<string, string>>;
};

/** How an error is told. */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  const told = known(error);
  const { code, field, advice } = told;
  const detail = { ...(field === undefined ? {} : { field }), ...(advice === undefined ? {} : { advice }) };
  return {
    status: statusOf[code],
    body: { error: { code, message: shownMessage(told), ...detail, requestId } },
    headers: failureHeaders(told),
  };
}
