/** What the mirror does not do. Its message is for the client: it never holds a credential. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** True for what clients ask in passing, without need: it is not worth a line in the report. */
  readonly usual: boolean;

  constructor(status: number, message: string, { usual = false } = {}) {
    super(message);
    this.status = status;
    this.usual = usual;
  }
}

/** What a registry did not do. `reason` goes to the client, and with the host into the report. */
export class UpstreamFailure extends Error {
  override readonly name = "UpstreamFailure";
  readonly status: number;
  readonly host: string;
  readonly reason: string;

  constructor(host: string, status: number, reason: string) {
    super(`the registry ${reason}`);
    this.host = host;
    this.status = status;
    this.reason = reason;
  }

  /** Whether the registry answered that it does not have what was asked for. */
  get missing(): boolean {
    return this.status === 404 || this.status === 410;
  }
}
