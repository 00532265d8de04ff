import { ComponentType } from 'discord.js';
import type { DiscordMessage } from '../../src/discord/limits.ts';

/** The texts of a message, in order. */
export function textsOf(message: DiscordMessage): string[] {
  return message.components.flatMap((one) => {
    if (one.type !== ComponentType.Container) return [];
    return one.components.flatMap((inner) => (inner.type === ComponentType.TextDisplay ? inner.content : []));
  });
}

/** Messages as they read: texts with rules between them, then a line for each row of controls. */
export function pageOf(messages: readonly DiscordMessage[]): string {
  return messages
    .map((message) => [textsOf(message).join('\n────\n'), ...controlsOf(message)].join('\n'))
    .join('\n════\n');
}

function controlsOf(message: DiscordMessage): string[] {
  return message.components.flatMap((row) => {
    if (row.type !== ComponentType.ActionRow) return [];
    const parts = row.components.map((one) => {
      if (one.type === ComponentType.StringSelect) return `{${one.placeholder} ⌄ ${one.options.length}}`;
      return 'label' in one ? `[${one.label}]` : '';
    });
    return [parts.join(' ')];
  });
}
