/** A fault that the person who asked can mend: its message is shown to them, so it names what failed, on what, and what to do. */
export class UserError extends Error {
  override name = 'UserError';
}

/** The words of any thrown value, for a message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
