/** The two ways in which a code is said: a refusal that is part of the work is a value, anything else is thrown. */
import { type Code, codes } from './codes.ts';

/** A refusal as a plain value: part of the work, not an exception. */
export interface Refusal {
  readonly code: Code;
  /** One sentence for a person. Never holds a value or names what its reader may not see. */
  readonly reason: string;
  /** The attributes that it is about, by logical name. */
  readonly attributes?: readonly string[];
}

/** An exception with a code: a broken environment or a defect. Caught once per entry point. */
export class RejoinError extends Error {
  readonly code: Code;
  /** @param message What happened, to what; what the code means, where there is no more to say. */
  constructor(code: Code, message: string = codes[code].meaning, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RejoinError';
    this.code = code;
  }
}
