import { Client, type Interaction, MessageFlags, ModalBuilder } from 'discord.js';
import { expect, test } from 'vitest';
import { type DiscordPeer, startDiscordPeer } from './discord.ts';
import { connect } from './discord-client.ts';

const commands = [
  {
    name: 'briefing',
    description: 'Reads',
    options: [{ name: 'topic', type: 3, description: 'Which', required: true, autocomplete: true }],
  },
];
const row = {
  type: 1,
  components: [
    { type: 2, style: 1, custom_id: 'more', label: 'More' },
    { type: 2, style: 2, custom_id: 'ask', label: 'Ask' },
  ],
};
const choice = {
  type: 1,
  components: [{ type: 3, custom_id: 'pick', options: ['a', 'b'].map((value) => ({ label: value, value })) }],
};
const input = { type: 18, label: 'Question', component: { type: 4, custom_id: 'words', style: 1, max_length: 10 } };

/** A bot that answers /briefing, its controls and its form. */
async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await interaction.respond([{ name: `${typed}!`, value: typed }]);
  }
  if (interaction.isChatInputCommand()) {
    const content = `${interaction.options.getString('topic')} ${interaction.locale}`;
    await interaction.reply({ content, flags: MessageFlags.Ephemeral, components: [row, choice], withResponse: true });
  }
  if (interaction.isButton() && interaction.customId === 'ask') {
    const modal = { custom_id: 'form', title: 'Ask', components: [input] };
    await interaction.showModal(new ModalBuilder(modal as ConstructorParameters<typeof ModalBuilder>[0]));
  } else if (interaction.isButton()) {
    await interaction.update({ content: 'more' });
  }
  if (interaction.isStringSelectMenu()) {
    await interaction.deferUpdate();
    await interaction.editReply({ content: interaction.values.join() });
  }
  if (interaction.isModalSubmit()) await interaction.reply(interaction.fields.getTextInputValue('words'));
}

async function offer(peer: DiscordPeer, client: Client<true>): Promise<void> {
  await client.application.commands.set(commands);
  expect(peer.world.commands.map((one) => one.name)).toEqual(['briefing']);
}

test('a command, its buttons, select and form go through discord.js as they are', async () => {
  await using peer = await startDiscordPeer();
  await using bot = await connect(peer, answer);
  await offer(peer, bot.client);
  const read = await peer.command('briefing', { topic: 'china' }, { locale: 'fr' });
  expect(read).toMatchObject({ type: 4, ephemeral: true, refused: null, original: { content: 'china fr' } });
  const pressed = await peer.click('more');
  expect(pressed).toMatchObject({ type: 7, ephemeral: true, original: { id: read.original?.id, content: 'more' } });
  const chosen = await (await peer.select('pick', ['b'])).settled(1);
  expect(chosen).toMatchObject({ type: 6, original: { content: 'b' } });
  const asked = await peer.click('ask');
  expect(asked).toMatchObject({ type: 9, modal: { custom_id: 'form' }, messages: [] });
  const said = await peer.submit('form', { words: 'who?' });
  expect(said).toMatchObject({ type: 4, ephemeral: false, original: { content: 'who?' } });
  const typed = await peer.autocomplete('briefing', 'topic', 'ch');
  expect(typed).toMatchObject({ type: 8, choices: [{ name: 'ch!', value: 'ch' }], messages: [] });
  expect(peer.faults).toEqual([]);
});

test('a deferred response is edited, then followed up; the first follow-up of a deferral is the response', async () => {
  await using peer = await startDiscordPeer();
  let edits = true;
  await using bot = await connect(peer, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    if (edits) await interaction.editReply('done');
    await interaction.followUp('and more');
  });
  await offer(peer, bot.client);
  const first = await (await peer.command('briefing', { topic: 'x' })).settled(2);
  expect(first).toMatchObject({ type: 5, ephemeral: true });
  expect(first.writes.map(({ did, message }) => [did, message?.content])).toEqual([
    ['answer', ''],
    ['edit', 'done'],
    ['follow-up', 'and more'],
  ]);
  edits = false;
  const second = await (await peer.command('briefing', { topic: 'x' })).settled(1);
  expect(second.messages.map(({ content }) => content)).toEqual(['and more']);
  expect(peer.faults).toEqual([]);
});

test('in a direct message, too', async () => {
  await using peer = await startDiscordPeer();
  await using bot = await connect(peer, answer);
  await offer(peer, bot.client);
  const read = await peer.command('briefing', { topic: 'x' }, { guild: null, locale: 'ar' });
  expect(read.original?.content).toBe('x ar');
});

test('posts once for a nonce, publishes news, opens threads and forum posts', async () => {
  await using peer = await startDiscordPeer();
  await using bot = await connect(peer);
  const channels = bot.client.channels.cache;
  const [text, news, forum] = [peer.channels.text, peer.channels.news, peer.channels.forum].map(({ id }) =>
    channels.get(id),
  );
  if (!text?.isSendable() || !news?.isSendable() || !forum?.isThreadOnly()) throw new Error('No such channel.');
  const first = await text.send({ content: 'one @everyone', nonce: 'n', enforceNonce: true });
  const again = await text.send({ content: 'two', nonce: 'n', enforceNonce: true });
  expect([again.id, again.content, again.mentions.everyone]).toEqual([first.id, 'one @everyone', true]);
  const quiet = await text.send({ content: '@everyone', allowedMentions: { parse: [] } });
  expect(quiet.mentions.everyone).toBe(false);
  await first.edit('three');
  expect((await text.messages.fetch({ message: first.id, force: true })).content).toBe('three');
  const { id } = await (await news.send('x')).crosspost();
  expect(peer.world.messages.get(id)?.flags).toBe(MessageFlags.Crossposted);
  expect((await first.startThread({ name: 'talk' })).id).toBe(first.id);
  expect((await forum.threads.create({ name: 'post', message: { content: 'x' } })).parentId).toBe(forum.id);
  await first.delete();
  await expect(text.messages.fetch({ message: first.id, force: true })).rejects.toMatchObject({ code: 10_008 });
  expect(peer.faults).toEqual([]);
});

test('a wrong token is refused; so are intents that the application does not have', async () => {
  await using peer = await startDiscordPeer();
  const wrong = new Client({ intents: [1], rest: peer.rest });
  await expect(wrong.login('wrong')).rejects.toMatchObject({ code: 'TokenInvalid' });
  const greedy = new Client({ intents: [1 << 15], rest: peer.rest });
  await expect(greedy.login(peer.token)).rejects.toThrow('Used disallowed intents');
  await using given = await startDiscordPeer({ privileged: 1 << 15 });
  await using bot = await connect(given, undefined, { intents: [1 << 15] });
  expect(bot.client.isReady()).toBe(true);
});
