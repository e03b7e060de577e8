export type Closing = { readonly code: number; readonly reason: string };

/** Why a connection is closed, in Piston's numbers and words. */
export const CLOSE = {
  alreadyInitialized: { code: 4000, reason: "Already Initialized" },
  initializationTimeout: { code: 4001, reason: "Initialization Timeout" },
  notifiedError: { code: 4002, reason: "Notified Error" },
  notInitialized: { code: 4003, reason: "Not yet initialized" },
  onlyStdin: { code: 4004, reason: "Can only write to stdin" },
  invalidSignal: { code: 4005, reason: "Invalid signal" },
  jobCompleted: { code: 4999, reason: "Job Completed" },
} as const satisfies Record<string, Closing>;
