/** Who asks where nobody says who: everybody is one. A server's principals are this one, and those that are told apart. */
export const LOCAL = "local";

export type Owner = {
  /** Whose it is, or who asks. What is another principal's behaves as unknown. Default: everybody is one. */
  readonly principal?: string | undefined;
};
