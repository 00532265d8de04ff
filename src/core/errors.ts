/** A fault that the person who asked can mend: its message is shown to them, so it names what failed, on what, and what to do. */
export class UserError extends Error {
  override name = 'UserError';
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
