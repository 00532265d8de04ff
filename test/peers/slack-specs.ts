// Slack's own reference of methods and its samples of payloads, where they are at hand (READOUT_SPECS).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isJson, type Json } from './slack-rules.ts';

const GIVEN = process.env.READOUT_SPECS ?? '';
const FOLDER = existsSync(`${GIVEN}/slack-samples`) ? GIVEN : null;

/** Whether calls and payloads can be checked against Slack's own data. */
export const HAS_SPECS = FOLDER !== null;

/** Open maps, whose keys are the app's: no sample can list them. */
const OPEN = new Set(['blocks', 'state', 'values', 'metadata', 'errors', 'selected_options']);

function read(path: string): Json | null {
  if (!FOLDER || !existsSync(`${FOLDER}/${path}`)) return null;
  const json: unknown = JSON.parse(readFileSync(`${FOLDER}/${path}`, 'utf8'));
  return isJson(json) ? json : null;
}

type MethodReference = { arguments: Set<string>; required: string[]; errors: Set<string> };
const known = new Map<string, MethodReference | null>();

/** A method's arguments and errors by Slack's reference; null where it has none of this method. */
export function readMethod(method: string): MethodReference | null {
  const before = known.get(method);
  if (before !== undefined) return before;
  const reference = referenceOf(method);
  known.set(method, reference);
  return reference;
}

function referenceOf(method: string): MethodReference | null {
  const found = read(`slack-api-ref/chat/${method}.json`) ?? read(`slack-api-ref/other/${method}.json`);
  if (!found) return null;
  const names = Object.entries(isJson(found.args) ? found.args : {});
  return {
    arguments: new Set(names.map(([name]) => name)),
    required: names.filter(([, about]) => isJson(about) && about.required === true).map(([name]) => name),
    errors: new Set(Object.keys(isJson(found.errors) ? found.errors : {})),
  };
}

/** The sample of a payload, by the type that it carries itself; null where there is none. */
export function readSample(payload: Json): Json | null {
  const type = isJson(payload.event) ? payload.event.type : payload.type;
  const named: Record<string, string> = {
    block_actions: 'app-backend/interactive-components/BlockActionPayload',
    view_submission: 'app-backend/views/ViewSubmissionPayload',
    view_closed: 'app-backend/views/ViewClosedPayload',
    app_mention: 'events/AppMentionPayload',
    app_home_opened: 'events/AppHomeOpenedPayload',
    message: 'events/MessagePayload',
  };
  const path =
    typeof payload.command === 'string' ? 'app-backend/slash-commands/SlashCommandPayload' : named[String(type)];
  return path ? read(`slack-samples/${path}.json`) : null;
}

/** Where a payload has what its sample has not: unknown keys and other types. A blank of any type may be null. */
export function findStrangers(payload: unknown, sample: unknown, at = ''): string[] {
  if (payload === null || payload === undefined) return [];
  if (Array.isArray(payload)) {
    if (!Array.isArray(sample)) return [`${at}: a list`];
    return sample.length === 0
      ? []
      : payload.flatMap((item, index) => findStrangers(item, sample[0], `${at}/${index}`));
  }
  if (!isJson(payload)) return typeof payload === typeof sample ? [] : [`${at}: ${typeof payload}`];
  if (!isJson(sample)) return [`${at}: an object`];
  return Object.entries(payload).flatMap(([key, value]) => {
    if (OPEN.has(key)) return [];
    return key in sample ? findStrangers(value, sample[key], `${at}/${key}`) : [`${at}/${key}: unknown`];
  });
}

/** Blocks, messages or views that others hold to be valid, by name. */
export function readFixtures(kind: 'blocks' | 'messages' | 'views'): { name: string; fixture: unknown }[] {
  const folder = `${FOLDER}/slack-blockkit-fixtures/valid/${kind}`;
  return readdirSync(folder).map((name) => ({ name, fixture: JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) }));
}
