import { readConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { printable } from '../engine/excerpt.ts';
import { verify as faultsIn } from '../engine/verify.ts';
import { originalsOf, readBriefing } from '../sources/briefing.ts';
import { UsageError } from '../terminal/commands.ts';
import { print, tell } from './output.ts';

/** Checks a briefing against its article; tells each fault on a line of its own. */
export async function verify(path: string, article: string | null): Promise<number> {
  if (path === '-' && article === '-')
    throw new UsageError('only one of the briefing and the article can be standard input');
  const config = readConfig();
  const briefing = await readBriefing(path, process.stdin);
  const { originals, unproven } = await originalsOf(briefing, article, config.briefings, process.stdin);
  const faults = faultsIn(briefing, originals);
  await print(faults.map(({ where, what }) => `${where}: ${what}\n`).join(''));
  const name = path === '-' ? 'the briefing' : path;
  if (faults.length > 0)
    throw new UserError(`${name} does not hold: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`);
  await print(`${name} holds: every line stands in ${originals.map(({ id }) => id).join(', ')}\n`);
  if (unproven !== null) tell(`the title "${printable(unproven)}" is the briefing's own word: ${article} has none`);
  return 0;
}
