import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Asker, Managing } from '../../src/core/command.ts';
import type { DeliveryState } from '../../src/core/delivery.ts';
import type { Document } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { brief } from '../../src/engine/brief.ts';
import { interfaceOf } from '../../src/languages/interface.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { NOON, openManaging } from '../managing.ts';
import { sampleAsker } from '../sample.ts';

type Deck = Awaited<ReturnType<typeof openManaging>>;
let deck: Deck;
beforeEach(async () => {
  deck = await openManaging(openLibrary('briefings', async (article, context) => brief(article, context)));
});
afterEach(() => deck.close());

const manager: Asker = sampleAsker({
  place: 'G1',
  channel: { id: 'C1', kind: 'text' },
  user: 'U1',
  locale: 'en-US',
  mayManage: async () => true,
});

const ask = async (command: Managing, asker = manager, language: InterfaceLanguage = 'en') =>
  (await deck.manage(command, asker, language)).document;

type Wish = Partial<Extract<Managing, { do: 'schedule' }>>;
const wish = (given: Wish = {}): Managing => ({
  do: 'schedule',
  topic: 'china-russia',
  when: '0 8 * * 1-5',
  zone: 'Asia/Riyadh',
  language: null,
  channel: null,
  role: null,
  thread: false,
  tags: [],
  catchUp: null,
  ...given,
});

/** Everything that a document says. */
function textOf({ title, sections }: Document): string {
  const blocks = sections.flatMap(({ heading, blocks }) => [
    heading ?? '',
    ...blocks.flatMap((block) =>
      block.type === 'note'
        ? [block.text]
        : block.type === 'line'
          ? [block.label ?? '', block.mention?.id ?? '', ...block.wordings.map(({ text }) => text)]
          : [],
    ),
  ]);
  return [...title.map(({ text }) => text), ...blocks].join('\n').replace(/\p{Cf}/gu, '');
}
const actsOf = ({ controls }: Document) => controls.flatMap((one) => (one.type === 'act' ? [one.act] : []));
const schedules = () => deck.store.schedules.list();
const only = async () => {
  const [one, ...others] = await schedules();
  if (!one || others.length > 0) throw new Error('not one schedule');
  return one;
};

/** A schedule that runs. */
async function running(given: Wish = {}) {
  await ask(wish(given));
  const id = (await schedules()).at(-1)?.id ?? '';
  await ask({ do: 'confirm', schedule: id });
  return id;
}

describe('a proposal', () => {
  test('shows what it would be and its next three slots, and waits', async () => {
    const document = await ask(wish());
    expect(actsOf(document)).toEqual(['confirm', 'cancel']);
    const text = textOf(document);
    for (const part of ['China and Russia', 'C1', 'Asia/Riyadh', 'English', 'Nothing is posted before you confirm']) {
      expect(text).toContain(part);
    }
    for (const day of ['26 November', '27 November', '30 November']) expect(text).toContain(day);
    expect(await only()).toMatchObject({
      id: 's1',
      state: { type: 'draft' },
      nextAt: null,
      owner: 'U1',
      source: 'chat',
      when: '0 8 * * 1-5',
    });
    expect(await deck.store.schedules.due(NOON + 1e12, 10)).toEqual([]);
  });

  test('becomes a schedule when it is confirmed, once', async () => {
    await ask(wish());
    const document = await ask({ do: 'confirm', schedule: 's1' });
    expect(textOf(document)).toContain('Scheduled. First post: ');
    expect(actsOf(document)).toEqual(['pause', 'remove']);
    const nextAt = Date.parse('2026-11-26T05:00:00Z');
    expect(await only()).toMatchObject({ state: { type: 'active' }, nextAt });
    expect(textOf(await ask({ do: 'confirm', schedule: 's1' }))).toContain('This schedule is active');
  });

  test('goes away when it is discarded, and then cannot be confirmed', async () => {
    await ask(wish());
    expect(textOf(await ask({ do: 'cancel', schedule: 's1' }))).toContain('Nothing was scheduled');
    expect(await schedules()).toEqual([]);
    expect(textOf(await ask({ do: 'confirm', schedule: 's1' }))).toContain('no longer there');
  });

  test('whose one time passes before it is confirmed is refused', async () => {
    await ask(wish({ when: '2026-11-25T18:00' }));
    deck.time.now += 12 * 3_600_000;
    const document = await ask({ do: 'confirm', schedule: 's1' });
    expect(document.tone).toBe('error');
    expect(textOf(document)).toContain('has passed');
    expect(await schedules()).toEqual([]);
  });

  test.each<[string, Wish, Partial<Asker>, object]>([
    ['a message', {}, {}, { as: 'message', crosspost: false }],
    ['a thread', { thread: true }, {}, { as: 'thread' }],
    ['in a thread there is none', { thread: true, channel: { id: 'T1', kind: 'thread' } }, {}, { as: 'message' }],
    ['news', { channel: { id: 'N1', kind: 'announcement' } }, {}, { as: 'message', crosspost: true }],
    ['a forum', { channel: { id: 'F1', kind: 'forum' } }, {}, { as: 'forum', tags: [] }],
    [
      'a forum, with tags by name and id',
      { channel: { id: 'F1', kind: 'forum' }, tags: ['briefing', '22'] },
      {},
      { as: 'forum', tags: ['11', '22'] },
    ],
    ['a role', { role: 'R1' }, {}, { role: 'R1' }],
  ])('%s', async (_, given, known, form) => {
    const tags = [
      { id: '11', name: 'Briefing' },
      { id: '22', name: 'Daily' },
    ];
    await ask(wish(given), { ...manager, tagsOf: async () => tags, ...known });
    expect((await only()).form).toMatchObject(form);
  });

  test('is in the language that is given, else the channel’s, else the asker’s', async () => {
    await ask(wish({ language: 'ru' }));
    await ask(wish(), manager, 'fr');
    await deck.store.settings.keepChannel('discord', 'C1', { language: 'ar' });
    await ask(wish(), manager, 'fr');
    expect((await schedules()).map(({ language }) => language)).toEqual(['ru', 'fr', 'ar']);
  });

  test('takes the zone that is set, of the person or else the channel, and says where it is a guess', async () => {
    const unsure = /time zone is a guess/;
    expect(textOf(await ask(wish({ zone: null })))).toMatch(unsure);
    await deck.store.settings.keepChannel('discord', 'C1', { zone: 'Europe/Paris' });
    expect(textOf(await ask(wish({ zone: null })))).not.toMatch(unsure);
    await deck.store.settings.keepPerson('discord', 'U1', { zone: 'Asia/Tokyo' });
    expect(textOf(await ask(wish({ zone: null })))).toContain('Asia/Tokyo');
    expect((await schedules()).map(({ zone }) => zone).slice(1)).toEqual(['Europe/Paris', 'Asia/Tokyo']);
  });

  test('says that the channel gets the topic already', async () => {
    const id = await running();
    expect(textOf(await ask(wish()))).toContain(`already gets this topic by: ${id}`);
  });
});

describe('what is wrong is told with what to do', () => {
  test.each<[string, Managing, Partial<Asker>, RegExp]>([
    ['no right', wish(), { mayManage: async () => false }, /Manage Server/],
    ['no right on Slack', wish(), { mayManage: async () => false, platform: 'slack' }, /owners and admins/],
    ['no server', { do: 'status' }, { place: null }, /server or a workspace/],
    ['no channel', wish(), { channel: null }, /which channel/],
    ['no topic', wish({ topic: '' }), {}, /Name a topic.*china-russia/],
    ['no time', wish({ when: ' ' }), {}, /needs a topic and times.*china-russia "/],
    ['words that are no time', wish({ when: 'whenever' }), {}, /whenever/],
    ['an impossible hour', wish({ when: '0 25 * * *' }), {}, /“0 25 \* \* \*” is not a time.*For example/],
    ['an impossible day', wish({ when: '0 8 31 2 *' }), {}, /“0 8 31 2 \*” never comes/],
    ['a time in the past', wish({ when: '2026-11-25T08:00' }), {}, /has passed: it is now .*25 November/],
    ['too often', wish({ when: '* * * * *' }), {}, /every 5 minutes at most/],
    ['a wrong zone', wish({ zone: 'Asia/Riyad' }), {}, /no time zone “Asia\/Riyad”.*Asia\/Riyadh/],
    [
      'a wrong tag',
      wish({ channel: { id: 'F1', kind: 'forum' }, tags: ['x'] }),
      { tagsOf: async () => [{ id: '1', name: 'News' }] },
      /no tag “x”. It has: News/,
    ],
    ['no tags', wish({ channel: { id: 'F1', kind: 'forum' }, tags: ['x'] }), {}, /no tags to choose/],
    ['nothing scheduled', { do: 'pause', schedule: 'zz' }, {}, /Nothing is scheduled here/],
    ['a wrong zone of one’s own', { do: 'language', language: null, zone: 'Riyad', of: 'person' }, {}, /no time zone/],
  ])('%s', async (_, command, known, told) => {
    const document = await ask(command, { ...manager, ...known });
    expect(document.tone).toBe('error');
    expect(textOf(document)).toMatch(told);
    expect(await schedules()).toEqual([]);
  });

  test('an unknown schedule gets those there are; one of another place is unknown', async () => {
    const id = await running();
    expect(textOf(await ask({ do: 'pause', schedule: 'zz' }))).toContain(`There are: ${id}`);
    const stranger = { ...manager, place: 'G2' };
    expect(textOf(await ask({ do: 'remove', schedule: id, sure: true }, stranger))).toContain('Nothing is scheduled');
    expect((await only()).state.type).toBe('active');
  });

  test('an unknown topic is the library’s to tell', async () => {
    await expect(ask(wish({ topic: 'chinarussia' }))).rejects.toThrow('chinarussia');
  });
});

describe('a schedule', () => {
  test('pauses, resumes, and tells what was passed over', async () => {
    const id = await running();
    expect(actsOf(await ask({ do: 'pause', schedule: id }))).toEqual(['resume', 'remove']);
    expect((await only()).state).toEqual({ type: 'paused', reason: 'asked' });
    deck.time.now = Date.parse('2026-11-30T12:00:00Z');
    const document = await ask({ do: 'resume', schedule: id });
    expect(textOf(document)).toContain('Resumed. Next post: ');
    expect(await only()).toMatchObject({ state: { type: 'active' }, nextAt: Date.parse('2026-12-01T05:00:00Z') });
    const passed = await deck.store.ledger.recent({ schedule: id }, 10);
    expect(passed.map(({ slotAt, state }) => [new Date(slotAt).getUTCDate(), state])).toEqual(
      [30, 27, 26].map((day) => [day, { type: 'skipped', reason: 'paused' }]),
    );
  });

  test('that slept long tells its newest slots', async () => {
    const id = await running({ when: '*/5 * * * *' });
    await ask({ do: 'pause', schedule: id });
    deck.time.now += 40 * 86_400_000;
    await ask({ do: 'resume', schedule: id });
    const passed = await deck.store.ledger.recent({ schedule: id }, 500);
    expect(passed).toHaveLength(100);
    expect(passed[0]?.slotAt).toBe(deck.time.now);
  });

  test('is over where its one time passed in the pause', async () => {
    const id = await running({ when: '2026-11-26T08:00' });
    await ask({ do: 'pause', schedule: id });
    deck.time.now += 2 * 86_400_000;
    expect(textOf(await ask({ do: 'resume', schedule: id }))).toContain('one time has passed');
    expect(await only()).toMatchObject({ state: { type: 'over' }, nextAt: null });
  });

  test('is removed after a question', async () => {
    const id = await running();
    const asked = await ask({ do: 'remove', schedule: id.toUpperCase(), sure: false });
    expect(actsOf(asked)).toEqual(['remove-surely', 'cancel']);
    expect(textOf(await ask({ do: 'cancel', schedule: id }))).toContain('stays as it is');
    expect(await schedules()).toHaveLength(1);
    expect(textOf(await ask({ do: 'remove', schedule: id, sure: true }))).toContain('Removed');
    expect(await schedules()).toEqual([]);
  });

  test('of a file is changed in the file, but goes on once a platform’s refusal was mended', async () => {
    const id = await running();
    const chat = await only();
    await deck.store.schedules.remove(id);
    await deck.store.schedules.sync([{ ...chat, source: 'file', owner: null }]);
    for (const command of [
      { do: 'pause', schedule: id },
      { do: 'resume', schedule: id },
      { do: 'remove', schedule: id, sure: true },
    ] as const) {
      const document = await ask(command);
      expect(textOf(document)).toContain('china-russia/topic.yaml');
    }
    await deck.store.schedules.change(id, { type: 'paused', reason: 'no-access' }, chat.nextAt);
    await ask({ do: 'resume', schedule: id });
    expect((await only()).state).toEqual({ type: 'active' });
  });
});

describe('status', () => {
  test('of nothing says how to begin', async () => {
    expect(textOf(await ask({ do: 'status' }))).toContain('Nothing is scheduled here. Schedule a topic');
  });

  test('tells each schedule, and of its deliveries what became of them and why', async () => {
    const id = await running();
    await ask(wish());
    const schedule = (await schedules())[0];
    if (!schedule) throw new Error('none');
    const states: Extract<DeliveryState, { type: 'planned' | 'skipped' }>[] = [
      { type: 'skipped', reason: 'missed' },
      { type: 'skipped', reason: 'no-briefing' },
      { type: 'planned', dueAt: NOON },
    ];
    for (const [i, state] of states.entries()) {
      const cargo = { type: 'post', briefing: null } as const;
      await deck.store.ledger.plan(schedule, { slotAt: NOON - i * 1000, target: schedule.target, cargo, state });
    }
    const request = { holder: 'p', now: NOON, until: NOON + 60_000, limit: 1, platforms: ['discord'] } as const;
    const [claim] = await deck.store.ledger.claim(request);
    if (!claim) throw new Error('no claim');
    await deck.store.ledger.pause(claim, 'no-access', null);
    const text = textOf(await ask({ do: 'status' }));
    const { skips, failures, pauses } = interfaceOf('en');
    for (const part of [id, 'paused', pauses['no-access'], skips.missed, skips['no-briefing'], failures['no-access']]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('s2');
    expect(textOf(await ask({ do: 'status' }, { ...manager, place: 'G2' }))).toContain('Nothing is scheduled');
  });

  test('keeps to the last ten, those of schedules that are gone too', async () => {
    const id = await running();
    const schedule = await only();
    for (let i = 0; i < 12; i += 1) {
      const cargo = { type: 'post', briefing: null } as const;
      const state = { type: 'skipped', reason: 'missed' } as const;
      await deck.store.ledger.plan(schedule, { slotAt: NOON - i * 86_400_000, target: schedule.target, cargo, state });
    }
    await deck.store.schedules.remove(id);
    const { sections } = await ask({ do: 'status' });
    expect(sections.map(({ id, blocks }) => [id, blocks.length])).toEqual([['recent', 10]]);
  });
});

describe('preview', () => {
  test('shows the card in the schedule’s language, else the asker’s', async () => {
    const preview = { do: 'preview', topic: 'china-russia', language: null } as const;
    expect(await ask(preview, manager, 'es')).toMatchObject({ language: 'es', tone: 'briefing' });
    await running({ language: 'ru' });
    expect(await ask(preview)).toMatchObject({ language: 'ru' });
    expect(await ask({ ...preview, language: 'zh' })).toMatchObject({ language: 'zh' });
  });
});

describe('language and zone', () => {
  const own = { do: 'language', language: null, zone: null, of: 'person' } as const;

  test('of one’s own need no right and no place', async () => {
    const stranger = sampleAsker({ user: 'U2' });
    expect(textOf(await ask(own, stranger))).toContain('not set');
    const document = await ask({ ...own, language: 'ar', zone: 'Asia/Riyadh' }, stranger);
    expect(textOf(document)).toContain('Saved');
    expect(await deck.store.settings.person('discord', 'U2')).toEqual({ language: 'ar', zone: 'Asia/Riyadh' });
    expect(textOf(await ask(own, stranger))).toContain('العربية');
  });

  test('of a channel need the right', async () => {
    const channels = { ...own, language: 'fr', of: 'channel' } as const;
    expect((await ask(channels, { ...manager, mayManage: async () => false })).tone).toBe('error');
    await ask(channels);
    expect(await deck.store.settings.channel('discord', 'C1')).toEqual({ language: 'fr', zone: null });
  });
});

test.each(INTERFACE_LANGUAGES)('everything is said in %s', async (language) => {
  const commands: Managing[] = [
    wish(),
    wish({ when: '0 8 31 2 *' }),
    wish({ zone: 'Asia/Riyad' }),
    { do: 'confirm', schedule: 's1' },
    { do: 'pause', schedule: 's1' },
    { do: 'resume', schedule: 's1' },
    { do: 'status' },
    { do: 'remove', schedule: 's1', sure: false },
    { do: 'remove', schedule: 's1', sure: true },
    { do: 'language', language, zone: 'Asia/Riyadh', of: 'channel' },
  ];
  for (const command of commands) {
    const document = await ask(command, manager, language);
    expect(document.language).toBe(language);
    // No blank is left, and what opens closes.
    const text = JSON.stringify(document);
    expect(text).not.toMatch(/\{\w+\}/);
    for (const words of text.match(/"(?:[^"\\]|\\.)*"/g) ?? []) {
      expect(words.match(/\u2068/g)?.length ?? 0).toBe(words.match(/\u2069/g)?.length ?? 0);
    }
  }
});
