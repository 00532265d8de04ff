import { PassingError, UserError } from '../core/errors.ts';
import type {
  Found,
  PlatformSetup,
  Prompter,
  SetupAnswers,
  SetupBot,
  Spot,
  Step,
  Token,
  Tokens,
} from '../core/setup.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';
import { clean } from '../view/direction.ts';
import { type ScheduleDeps, type Stop, scheduleFirst } from './first-schedule.ts';

export type SetupDeps = ScheduleDeps & {
  platforms: readonly PlatformSetup[];
  /** The tokens that are set so far, by their settings' names. */
  tokens: Readonly<Record<string, Found>>;
  /** Writes settings to .env, all or none. */
  keep: (values: Tokens) => void;
  /** The installation's language. */
  language: InterfaceLanguage;
};

/**
 * Walks through all that a new installation needs: tokens, which are checked and kept, a channel, a first schedule, a
 * hello. Each part is kept as soon as it is done: whoever stops on the way goes on from there the next time.
 * @throws UserError where nobody is there to mend what failed; Cancelled where the person stops
 */
export async function setUp(answers: SetupAnswers, given: SetupDeps): Promise<void> {
  const deps = { ...given, prompter: harmless(given.prompter) };
  const { prompter } = deps;
  const stops: (Stop & { bot: SetupBot })[] = [];
  let connected = 0;
  if (prompter.attended)
    prompter.say('Each part is kept as soon as it is done. Ctrl-C stops; the next run goes on from there.');
  for (const setup of deps.platforms) {
    const bot = await connect(setup, answers, deps);
    if (bot === null) continue;
    connected += 1;
    const spot = await spotOf(setup, bot, answers, prompter);
    // Both platforms may have a channel of that name.
    if (spot !== null) stops.push({ ...spot, name: `${spot.name} (${setup.title})`, platform: setup.platform, bot });
  }
  if (stops.length > 0) {
    const language = await languageOf(answers, deps);
    const made = await scheduleFirst(stops, language, answers, deps);
    const faults: string[] = [];
    for (const stop of stops) {
      const isNew = made.some(({ id }) => id === stop.id);
      await greet(stop, isNew, language, answers, prompter).catch((error: unknown) => faults.push(faultOf(error)));
    }
    if (faults.length > 0) throw new UserError(faults.join('\n'));
  }
  prompter.say(
    connected === 0
      ? 'Nothing was set up. Run readout setup again when you have a token.'
      : 'Done. Start it: npx readout serve',
    connected === 0 ? 'warn' : 'good',
  );
}

/** What is still to be answered before setup can run with nobody there; nothing where it can. */
export function missingFor(answers: SetupAnswers, { platforms, tokens }: Pick<SetupDeps, 'platforms' | 'tokens'>) {
  const { channels, when, topic } = answers;
  const isSet = ({ setting }: Token) => (tokens[setting]?.value ?? null) !== null;
  const missing = platforms.flatMap(({ platform, tokens: wanted }) => {
    const begun = channels[platform] !== null || wanted.some(isSet);
    return begun ? wanted.filter((token) => !isSet(token)).map(({ setting }) => `${setting}, in the environment`) : [];
  });
  if (!platforms.some((one) => channels[one.platform] !== null || one.tokens.some(isSet)))
    missing.push('a token, in the environment: DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN');
  if (when !== null && Object.values(channels).every((channel) => channel === null))
    missing.push('--discord-channel or --slack-channel, for --when');
  if (topic !== null && when === null) missing.push('--when, for --topic');
  return missing;
}

/** Shows how the bots are made and invited, and asks nothing. */
export async function showInvites({ platforms, tokens, prompter: bare }: SetupDeps): Promise<void> {
  const prompter = harmless(bare);
  for (const setup of platforms) {
    const values = valuesOf(setup, tokens);
    prompter.say(setup.title);
    for (const step of await setup.steps()) tell(step, prompter);
    if (values !== null) tell((await setup.open(values)).invite, prompter);
    else prompter.say(`With ${namesOf(setup)} set, this shows how the bot is invited too.`);
  }
}

function namesOf({ tokens }: PlatformSetup): string {
  return tokens.map(({ setting }) => setting).join(' and ');
}

/** What others named (servers, channels, bots) can do nothing to the terminal. */
function harmless(prompter: Prompter): Prompter {
  return {
    ...prompter,
    say: (text, tone) =>
      prompter.say(
        text
          .split('\n')
          .map((line) => /^ */.exec(line)?.[0] + clean(line))
          .join('\n'),
        tone,
      ),
    confirm: (question, preset) => prompter.confirm(clean(question), preset),
    choose: (question, options, preset) =>
      prompter.choose(
        clean(question),
        options.map((one) => ({ ...one, label: clean(one.label) })),
        preset,
      ),
  };
}

function tell({ text, link }: Step, prompter: Prompter): void {
  prompter.say(text);
  if (link !== undefined) prompter.link(link);
}

/** What went wrong, for the person; what is no fault of theirs is thrown on. */
function faultOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  throw error;
}

// ---------------------------------------------------------------- tokens

/** All tokens of a platform, where all are set. */
function valuesOf({ tokens: wanted }: PlatformSetup, tokens: SetupDeps['tokens']): Tokens | null {
  const values = wanted.map(({ setting }) => [setting, tokens[setting]?.value ?? null] as const);
  return values.some(([, value]) => value === null) ? null : (Object.fromEntries(values) as Tokens);
}

/** Has a platform's tokens given, checked and kept; null where the person goes without it. */
async function connect(setup: PlatformSetup, answers: SetupAnswers, deps: SetupDeps): Promise<SetupBot | null> {
  const { prompter, tokens } = deps;
  const isBegun = setup.tokens.some(({ setting }) => (tokens[setting]?.value ?? null) !== null);
  if (valuesOf(setup, tokens) === null) {
    if (!prompter.attended) return null;
    if (!isBegun && !(await prompter.confirm(`Set up ${setup.title}?`))) return null;
    for (const step of await setup.steps()) tell(step, prompter);
  }
  const values: Record<string, string> = {};
  for (const token of setup.tokens) {
    const value = await tokenOf(token, setup, deps);
    if (value === null) return null;
    values[token.setting] = value;
  }
  await keep(values, answers, deps);
  const bot = await prompter.during(`Asking ${setup.title}`, () => setup.open(values));
  for (const note of bot.notes) prompter.say(`${setup.title}: ${note}`, 'warn');
  return bot;
}

const NOT_FOUND: Found = { value: null, where: '.env' };

/** A token that holds; null where the person gives none. One that does not is told, and asked for again. */
async function tokenOf(token: Token, setup: PlatformSetup, { tokens, prompter }: SetupDeps): Promise<string | null> {
  const { setting, question } = token;
  const found = tokens[setting] ?? NOT_FOUND;
  let known = found.value;
  for (;;) {
    const value = known ?? (await prompter.secret(`${question}; Enter alone leaves ${setup.title} out`));
    if (value === '') return null;
    const from = known === null ? 'good' : `set in ${found.where}`;
    try {
      const whose = await checked(token, value, setup, prompter);
      prompter.say(`${setting}: ${from}, ${whose}`, 'good');
      return value;
    } catch (error) {
      const fault = `${setting}: ${faultOf(error)}`;
      if (!prompter.attended) throw error instanceof PassingError ? new PassingError(fault) : new UserError(fault);
      prompter.say(fault, 'warn');
      if (error instanceof PassingError) {
        if (!(await prompter.confirm('Try again?'))) return null;
        known = value;
      } else if (known !== null && found.where !== '.env') {
        throw new UserError(`${setting} is set in ${found.where}, which goes before .env; mend it there`);
      } else known = null;
    }
  }
}

async function checked({ setting, prefix }: Token, value: string, setup: PlatformSetup, prompter: Prompter) {
  if (!/^[!-~]+$/.test(value)) throw new UserError('has a space or another odd character in it; copy it again');
  if (!value.startsWith(prefix)) throw new UserError(`must begin with "${prefix}"; this is another sort of token`);
  return prompter.during(`Checking ${setting}`, () => setup.check(setting, value));
}

/** Writes what is not in .env yet. What a file of its own holds stays there. */
async function keep(values: Tokens, { save }: SetupAnswers, { tokens, keep, prompter }: SetupDeps): Promise<void> {
  const foundOf = (setting: string) => tokens[setting] ?? NOT_FOUND;
  const fresh = Object.entries(values).filter(([setting, value]) => foundOf(setting).value !== value);
  const outside = Object.entries(values).filter(([setting, value]) => {
    const found = foundOf(setting);
    return found.where === 'the environment' && found.value === value;
  });
  const names = outside.map(([setting]) => setting).join(', ');
  const asked = `${names}: set in the environment alone. Write it to .env too, for the next start?`;
  const also = outside.length > 0 && save && (!prompter.attended || (await prompter.confirm(asked)));
  const written = [...(save ? fresh : []), ...(also ? outside : [])];
  if (written.length === 0) return;
  keep(Object.fromEntries(written));
  prompter.say(`Kept in .env, for your user alone: ${written.map(([setting]) => setting).join(', ')}`, 'good');
  for (const [setting] of fresh) {
    const { where } = foundOf(setting);
    if (where !== '.env')
      prompter.say(`${setting} is set, empty, in ${where}, which goes before .env; unset it`, 'warn');
  }
}

// ---------------------------------------------------------------- where to post

const NONE = 'none';

/** The channel to post in; null where there is to be none. */
async function spotOf(
  setup: PlatformSetup,
  bot: SetupBot,
  answers: SetupAnswers,
  prompter: Prompter,
): Promise<Spot | null> {
  const wanted = answers.channels[setup.platform];
  if (wanted !== null) {
    try {
      return await prompter.during(`Asking ${setup.title}`, () => bot.spot(wanted));
    } catch (error) {
      if (!prompter.attended) throw error;
      prompter.say(faultOf(error), 'warn');
    }
  }
  tell(bot.invite, prompter);
  if (!prompter.attended) return null;
  for (;;) {
    const open = await openIn(setup, bot, prompter);
    if (open.length === 0) {
      prompter.say(`There is no channel of ${setup.title} yet in which ${bot.name} may post.`, 'warn');
      if (!(await prompter.confirm('Look again? (Yes once the bot is there and may post; No goes on without)')))
        return null;
      continue;
    }
    const options = [
      ...open.map(({ id, name }) => ({ value: id, label: name })),
      { value: NONE, label: 'None of these' },
    ];
    const chosen = await prompter.choose(`Which channel of ${setup.title} shall it post in?`, options);
    return open.find(({ id }) => id === chosen) ?? null;
  }
}

/** The channels of a server or workspace that the bot may post in; of those where it may not, says what it lacks. */
async function openIn(setup: PlatformSetup, bot: SetupBot, prompter: Prompter): Promise<Spot[]> {
  try {
    const places = await prompter.during(`Asking ${setup.title}`, bot.places);
    const [first, ...others] = places;
    if (first === undefined) return [];
    const options = places.map(({ id, name }) => ({ value: id, label: name }));
    const place = others.length === 0 ? first.id : await prompter.choose(`Which server of ${setup.title}?`, options);
    const { open, closed } = await prompter.during(`Asking ${setup.title}`, () => bot.spots(place));
    const told = closed.map(({ name, lacks }) => `  ${name}: ${lacks}`).join('\n');
    if (told !== '') prompter.say(`It may not post in:\n${told}`);
    return open;
  } catch (error) {
    prompter.say(faultOf(error), 'warn');
    return [];
  }
}

async function languageOf({ language }: SetupAnswers, deps: SetupDeps): Promise<InterfaceLanguage> {
  if (language !== null) return language;
  if (!deps.prompter.attended) return deps.language;
  const options = INTERFACE_LANGUAGES.map((code) => ({ value: code, label: interfaceOf(code).name, hint: code }));
  return deps.prompter.choose('In which language shall it post?', options, deps.language);
}

/** Says hello once: not again where it was said before, nor where that cannot be seen and nothing is new. */
async function greet(
  { bot, ...stop }: Stop & { bot: SetupBot },
  isNew: boolean,
  language: InterfaceLanguage,
  { hello }: SetupAnswers,
  prompter: Prompter,
): Promise<void> {
  if (hello === false) return;
  const before = await prompter.during(`Looking into ${stop.name}`, () => bot.greeted(stop));
  if (hello === null && (before === true || (before === null && !isNew))) {
    const why = before === true ? 'The hello stands in' : 'Whether a hello stands there cannot be seen in';
    prompter.say(`${why} ${stop.name}; none is posted${prompter.attended ? '' : ' without --hello'}.`);
    return;
  }
  if (hello === null && prompter.attended && !(await prompter.confirm(`Say hello in ${stop.name}?`))) return;
  await prompter.during(`Posting in ${stop.name}`, () => bot.greet(stop, language, before !== false));
  prompter.say(`Said hello in ${stop.name}.`, 'good');
}
