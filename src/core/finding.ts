import type { PlatformName } from './schedule.ts';
import type { Finding } from './seams.ts';

/** What the platforms are called. */
export const PLATFORMS: Readonly<Record<PlatformName, string>> = { discord: 'Discord', slack: 'Slack' };

/** Says of something that it is as it should be. */
export function fine(of: string, what: string): Finding {
  return { of, is: 'ok', what };
}

/** Says of something that it works, and what is amiss all the same. */
export function warning(of: string, what: string, remedy: string): Finding {
  return { of, is: 'warning', what, remedy };
}

/** Says of something that it does not work. */
export function fault(of: string, what: string, remedy: string): Finding {
  return { of, is: 'fault', what, remedy };
}

/** A fault from a message of ours, "what; what to do"; `remedy` where the message has none. */
export function faultFrom(of: string, message: string, remedy: string): Finding {
  const line = message.replaceAll('\n', ' ');
  const [, what = line, own = remedy] = /^(.*?); (.+)$/u.exec(line) ?? [];
  return fault(of, what, own);
}

/** Lets the first few that are fine through, and counts the others; whatever is not fine is always told. */
export async function* sumUp(
  findings: AsyncIterable<Finding> | Iterable<Finding>,
  of: string,
  most = 10,
): AsyncGenerator<Finding> {
  let good = 0;
  for await (const finding of findings) {
    if (finding.is === 'ok') good += 1;
    if (finding.is !== 'ok' || good <= most) yield finding;
  }
  if (good > most) yield fine(of, `${good - most} more are as they should be`);
}
