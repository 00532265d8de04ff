import type { FailReason, RetryReason } from './delivery.ts';

/** A fault that the person who asked can mend: its message is shown to them, so it names what failed, on what, and what to do. */
export class UserError extends Error {
  override name = 'UserError';
}

/** A fault that may pass by itself, as a network that is away does: whoever tries again later may have luck. */
export class PassingError extends UserError {
  override name = 'PassingError';
}

/** The person wants no more of it (Ctrl-C). */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

/** The words of any thrown value, for a message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A topic that is not there, with the names of those that come near and of all there are. */
export class UnknownTopic extends UserError {
  override name = 'UnknownTopic';
  readonly topic: string;
  readonly nearest: readonly string[];
  readonly known: readonly string[];

  constructor(message: string, found: { topic: string; nearest: readonly string[]; known: readonly string[] }) {
    super(message);
    this.topic = found.topic;
    this.nearest = found.nearest;
    this.known = found.known;
  }
}

/** An edition that its topic does not have. */
export class UnknownEdition extends UserError {
  override name = 'UnknownEdition';
}

/** The database cannot be used now: away, full, read-only. It passes, or `remedy` says what to do. No secret is in it. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/**
 * Why a post failed. `mayBeDone`: the platform may have taken it all the same. `everywhere`: it asks for patience with
 * all that we send there, and not with this channel alone.
 */
export type Trouble =
  | { type: 'permanent'; reason: Exclude<FailReason, 'uncertain' | 'gave-up'> }
  | { type: 'retry'; reason: RetryReason; afterMs: number | null; mayBeDone: boolean; everywhere?: boolean };

/** A post that failed, in words for the log. No secret is in it. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
  readonly trouble: Trouble;

  constructor(message: string, trouble: Trouble, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}
