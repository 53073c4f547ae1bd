// What every call is refused with: a code for programs, a message for the reader.

import type { ErrorBody } from "./types";

export class Failure extends Error implements ErrorBody {
  readonly code: string;

  constructor(body: ErrorBody) {
    super(body.message);
    this.name = "Failure";
    this.code = body.code;
  }
}

/** Whatever was thrown, as a failure; what is not one of ours gets the code `unexpected`. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (isErrorBody(thrown)) return new Failure(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new Failure({ code: "unexpected", message });
}

function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== "object" || value === null) return false;
  const body = value as Partial<ErrorBody>;
  return typeof body.code === "string" && typeof body.message === "string";
}
