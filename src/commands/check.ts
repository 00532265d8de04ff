import { inspectConfig } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import type { Clock, Finding } from '../core/seams.ts';
import { brief } from '../engine/brief.ts';
import { printable } from '../engine/excerpt.ts';
import { type CheckDeps, check as findingsOf } from '../flows/check.ts';
import { inspectTopics } from '../sources/inspect.ts';
import { openLibrary } from '../sources/library.ts';
import { inspectStore, type Room } from '../store/inspect.ts';
import { countOf, renderCounts, renderFinding } from '../terminal/check.ts';
import { hiding } from '../terminal/log.ts';
import { json, print } from './output.ts';

/** Looks at all that `serve` needs; each line comes as soon as it is known. */
export async function check(asJson: boolean): Promise<number> {
  const inspected = inspectConfig();
  const found = findingsOf(await checkDeps(inspected, { envFile: '.env', clock: systemClock }));
  const hide = hiding(inspected.value.secrets);
  const clean = (text: string) => printable(hide(text), LONGEST_FINDING);
  const colour = process.stdout.isTTY && process.stdout.hasColors();
  const findings: Finding[] = [];
  for await (const one of found) {
    const remedy = one.is === 'ok' ? {} : { remedy: clean(one.remedy) };
    const finding = { ...one, of: clean(one.of), what: clean(one.what), ...remedy };
    findings.push(finding);
    if (!asJson) await print(renderFinding(finding, colour));
  }
  const counts = countOf(findings);
  await print(asJson ? json({ findings, counts }) : renderCounts(counts, colour));
  return counts.fault > 0 ? 1 : 0;
}

/** No finding is longer, in characters, whatever the names in it. */
const LONGEST_FINDING = 1_000;

/** What tests set otherwise: the machine's clock and disk, and how long a platform is waited for, in milliseconds. */
type Around = { envFile: string; clock: Pick<Clock, 'now'>; room?: Room | undefined; patience?: number };

/** What a check looks at under these settings. What hangs on one that is wrong is left out. */
export async function checkDeps(
  { value, faults }: ReturnType<typeof inspectConfig>,
  { envFile, clock, room, patience }: Around,
): Promise<CheckDeps> {
  const { discord, slack, briefings, store, web } = value;
  const isRight = (...names: string[]) => !faults.some(({ name }) => names.includes(name));
  const hasTopics = isRight('READOUT_BRIEFINGS');
  // Tokens go to no other address than the one that was meant.
  const inspectors = [
    ...(discord && isRight('DISCORD_API_URL')
      ? [(await import('../discord/inspect.ts')).discordInspector(discord, patience)]
      : []),
    ...(slack && isRight('SLACK_API_URL')
      ? [(await import('../slack/inspect.ts')).slackInspector(slack, patience)]
      : []),
  ];
  return {
    faults,
    envFile,
    topics: hasTopics ? inspectTopics(briefings, brief) : null,
    files: hasTopics ? openLibrary(briefings, async (article, context) => brief(article, context)).files : null,
    store: isRight('DATABASE_URL', 'READOUT_DATA') ? () => inspectStore(store, clock.now(), room) : null,
    inspectors,
    web: isRight('READOUT_WEB') ? (web ?? 'off') : null,
    clock,
  };
}
