import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ChannelType,
} from 'discord.js';
import type { Channel, Managing } from '../core/command.ts';
import { CatchUp } from '../core/schedule.ts';
import { interfaceOf } from '../languages/interface.ts';
import {
  described,
  descriptionOf,
  type GivenOption,
  isSet,
  languageOf,
  text,
  textOf,
  translated,
  type Words,
} from './options.ts';
import { kindOf } from './people.ts';

type Text = ReturnType<typeof text> & { choices: APIApplicationCommandOptionChoice<string>[] };

/** The subcommands of those who manage. That they may is looked at when they are used: Discord has it for whole commands alone. */
export function managingOptions(language: Text): APIApplicationCommandSubcommandOption[] {
  const topic = { ...text('topic'), required: true, autocomplete: true } as const;
  const zone = { ...text('zone'), autocomplete: true } as const;
  const which = { ...text('which'), required: true, autocomplete: true } as const;
  const choices = CatchUp.options.map((value) => ({
    name: interfaceOf('en').managing.catch_up[value],
    name_localizations: translated((code) => interfaceOf(code).managing.catch_up[value]),
    value,
  }));
  return [
    subcommand('schedule', [
      topic,
      { ...text('when'), required: true },
      { ...option('channel', ApplicationCommandOptionType.Channel), channel_types: CHANNELS },
      zone,
      language,
      option('role', ApplicationCommandOptionType.Role),
      option('thread', ApplicationCommandOptionType.Boolean),
      text('tags'),
      { ...text('catch_up'), choices },
    ]),
    subcommand('pause', [which]),
    subcommand('resume', [which]),
    subcommand('remove', [which]),
    subcommand('status', []),
    subcommand('preview', [topic, language]),
    {
      ...subcommand('language', [language, zone, option('for_channel', ApplicationCommandOptionType.Boolean)]),
      ...descriptionOf('settings'),
    },
  ];
}

const CHANNELS = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const;

function subcommand(name: Words, options: unknown[]): APIApplicationCommandSubcommandOption {
  const type = ApplicationCommandOptionType.Subcommand;
  return { type, name, ...described(name), options: options as APIApplicationCommandBasicOption[] };
}

function option<Type extends ApplicationCommandOptionType>(name: Words, type: Type) {
  return { type, name, ...described(name) };
}

/** What a subcommand of those who manage asks for; null where it is none of ours. */
export function managingIn(name: string, options: readonly GivenOption[]): Managing | null {
  const schedule = textOf(options, 'which') ?? '';
  const topic = textOf(options, 'topic');
  const language = languageOf(options);
  const zone = textOf(options, 'zone');
  switch (name) {
    case 'schedule': {
      const when = textOf(options, 'when');
      if (topic === null || when === null) return null;
      return {
        do: name,
        topic,
        when,
        zone,
        language,
        channel: channelOf(options),
        role: textOf(options, 'role'),
        thread: isSet(options, 'thread'),
        tags: listed(textOf(options, 'tags')),
        catchUp: CatchUp.safeParse(textOf(options, 'catch_up')).data ?? null,
      };
    }
    case 'pause':
    case 'resume':
      return { do: name, schedule };
    case 'remove':
      return { do: name, schedule, sure: false };
    case 'status':
      return { do: name };
    case 'preview':
      return topic === null ? null : { do: name, topic, language };
    case 'language':
      return { do: name, language, zone, of: isSet(options, 'for_channel') ? 'channel' : 'person' };
    default:
      return null;
  }
}

function channelOf(options: readonly GivenOption[]): Channel | null {
  const id = textOf(options, 'channel');
  if (id === null) return null;
  return { id, kind: kindOf(options.find(({ name }) => name === 'channel')?.channel?.type) };
}

/** Tags as a person lists them: between commas, of whatever script. */
function listed(text: string | null): string[] {
  return (text ?? '')
    .split(/[,،、，;；]/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
