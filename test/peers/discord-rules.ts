import {
  type Body,
  bodyOf,
  checkCount,
  checkLength,
  type Fault,
  fault,
  lengthOf,
  listOf,
  textOf,
} from './discord-fault.ts';
import { checkComponents, checkUrl, V2 } from './discord-rules-components.ts';

/**
 * What Discord accepts of a message, by the peer's own reading of the documentation. The OpenAPI alone would let through
 * a content of 4,000, any sum of embeds, and Components V2 beside content.
 * https://discord.com/developers/docs/resources/message#create-message
 */

/** Refuses what is wrong with a message as a whole: what it would be after a post or an edit. `files`: uploaded beside it. */
export function checkMessage(message: Body, files = 0): Fault[] {
  const flags = Number(message.flags ?? 0);
  return [
    ...checkLength(message.content, ['content'], 0, 2000),
    ...checkEmbeds(message.embeds),
    ...checkComponents(message.components, flags),
    ...((flags & V2) !== 0 ? checkLegacy(message) : []),
    ...checkMentions(message.allowed_mentions),
    ...checkNonce(message.nonce),
    ...checkCount(message.attachments, ['attachments'], 0, 10),
    ...(files > 10 ? [fault(['files'], 'BASE_TYPE_BAD_LENGTH', 'Must be 10 or fewer in length.')] : []),
  ];
}

/** Whether nothing of the message would show: Discord's error 50006. */
export function isEmpty(message: Body, files = 0): boolean {
  if ((Number(message.flags ?? 0) & V2) !== 0) return listOf(message.components).length === 0;
  const lists = [message.embeds, message.components, message.attachments, message.sticker_ids];
  return (
    textOf(message.content).trim() === '' &&
    files === 0 &&
    lists.every((list) => listOf(list).length === 0) &&
    !message.poll
  );
}

function checkLegacy(message: Body): Fault[] {
  const used = (key: string) => (Array.isArray(message[key]) ? listOf(message[key]).length > 0 : Boolean(message[key]));
  return ['content', 'embeds', 'poll', 'sticker_ids'].filter(used).map((key) => {
    const words = `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    return fault([key], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', words);
  });
}

function checkNonce(nonce: unknown): Fault[] {
  return typeof nonce === 'string' ? checkLength(nonce, ['nonce'], 0, 25) : [];
}

/** https://discord.com/developers/docs/resources/message#allowed-mentions-object */
function checkMentions(value: unknown): Fault[] {
  const mentions = bodyOf(value);
  const parse: unknown[] = Array.isArray(mentions.parse) ? mentions.parse : [];
  return ['users', 'roles'].flatMap((key) => {
    const path = ['allowed_mentions', key];
    const faults = checkCount(mentions[key], path, 0, 100);
    if (parse.includes(key) && Array.isArray(mentions[key]) && mentions[key].length > 0) {
      const words = `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`;
      faults.push(fault(['allowed_mentions'], 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', words));
    }
    return faults;
  });
}

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
function checkEmbeds(value: unknown): Fault[] {
  const embeds = listOf(value);
  const faults = [...checkCount(value, ['embeds'], 0, 10), ...embeds.flatMap(checkEmbed)];
  if (embeds.reduce((total, embed) => total + sizeOf(embed), 0) > 6000) {
    faults.push(fault(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000'));
  }
  return faults;
}

function checkEmbed(embed: Body, index: number): Fault[] {
  const path = ['embeds', index];
  const fields = listOf(embed.fields).flatMap((field, at) => [
    ...checkLength(field.name, [...path, 'fields', at, 'name'], 1, 256),
    ...checkLength(field.value, [...path, 'fields', at, 'value'], 1, 1024),
  ]);
  const footer =
    embed.footer === undefined ? [] : checkLength(bodyOf(embed.footer).text, [...path, 'footer', 'text'], 1, 2048);
  const author =
    embed.author === undefined ? [] : checkLength(bodyOf(embed.author).name, [...path, 'author', 'name'], 1, 256);
  return [
    ...checkLength(embed.title, [...path, 'title'], 0, 256),
    ...checkLength(embed.description, [...path, 'description'], 0, 4096),
    ...checkUrl(embed.url, [...path, 'url'], ['http:', 'https:']),
    ...checkCount(embed.fields, [...path, 'fields'], 0, 25),
    ...fields,
    ...footer,
    ...author,
  ];
}

function sizeOf(embed: Body): number {
  const fields = listOf(embed.fields).flatMap((field) => [field.name, field.value]);
  const texts = [embed.title, embed.description, bodyOf(embed.footer).text, bodyOf(embed.author).name, ...fields];
  return texts.reduce<number>((total, text) => total + lengthOf(text), 0);
}
