import { describe, expect, test } from 'vitest';
import { type Answer, ask, pointsBetween } from '../../src/view/find.ts';
import { languageOf } from '../../src/view/question.ts';
import { chinaRussia, chinaRussiaTopic } from './china-russia.ts';

/** An answer in short: "points 16, 18", "when", "who wang-yi, lavrov", "not said". */
function inShort(answer: Answer): string {
  switch (answer.type) {
    case 'points':
      return `points ${answer.points.map(({ number }) => number).join(', ')}`;
    case 'lines':
      return answer.of;
    case 'who':
      return `who ${answer.who.map(({ id }) => id).join(', ')}`;
    case 'not-said':
      return 'not said';
  }
}

const PARTIES = 'who wang-yi, lavrov, CN, RU';

const QUESTIONS: [string, string][] = [
  ['What did Lavrov promise?', 'points 16, 18'],
  ['what did lavrov say about vaccines', 'points 16'],
  ['What did Russia say about vaccines?', 'points 16'],
  ['What did Lavrov say about Ukraine?', 'not said'],
  ['What did Lavrov say about Wang Yi?', 'not said'],
  ['What did Lavrov say about vaccine prices?', 'not said'],
  ['What did Lavrov say about cooperation in fighting the pandemic?', 'points 15'],
  ['What did the Russian foreign minister say about the pandemic?', 'points 15'],
  ['What did the two foreign ministers say about trade?', 'points 8'],
  ['What did Biden say?', 'not said'],
  ['Has Germany promised anything?', 'not said'],
  ['Did Russia promise money to China?', 'not said'],
  ['What did China promise?', 'points 2, 12, 13, 20, 4, 5'],
  ['What did China and Russia pledge?', 'points 2'],
  ['What did Wang Yi call for?', 'points 6, 7, 8'],
  ['What did China reject?', 'not said'],
  ['Does China support Russia?', 'points 12'],
  ['Who supports Russia?', 'points 12'],
  ['Who called for easing trade?', 'points 8'],
  ['Who is ready to cooperate on vaccines?', 'points 16'],
  ['Who took part?', PARTIES],
  ['Who is Lavrov?', 'who lavrov'],
  ['Who is the president of Russia?', 'who putin'],
  ['Who is the president of France?', 'not said'],
  ['Are Putin and Xi mentioned?', 'points 4, 5'],
  ['When did they talk?', 'when'],
  ['When did Biden call?', 'not said'],
  ['When is the treaty anniversary?', 'not said'],
  ['Where did they meet?', 'not said'],
  ['How did they talk?', 'how'],
  ['What happened?', 'what'],
  ['What is this article about?', 'what'],
  ['Why does China support Russia?', 'not said'],
  ['How many vaccines did Russia offer?', 'not said'],
  ['What about the Belt and Road?', 'points 8'],
  ["What's China's position on internal affairs?", 'points 1, 13'],
  ['What did Xi and Putin agree to celebrate?', 'points 5'],
  ['hello', 'not said'],
  ['', 'not said'],
  ['ماذا تعهدت الصين؟', 'points 2, 12, 13, 20, 4, 5'],
  ['ماذا قال لافروف عن اللقاحات؟', 'points 16'],
  ['ماذا قال وانغ عن أوكرانيا؟', 'not said'],
  ['من هو وزير الخارجية الروسي؟', 'who lavrov'],
  ['هل تدعم الصين روسيا؟', 'points 12'],
  ['من دعا إلى تسهيل التجارة؟', 'points 8'],
  ['متى جرت المكالمة؟', 'when'],
  ['على ماذا اتفق الجانبان؟', 'points 5, 20'],
  ['ما موقف روسيا من مكافحة الجائحة؟', 'points 15'],
  ["Qu'a dit Lavrov sur les vaccins ?", 'points 16'],
  ['À quoi la Chine s’est-elle engagée ?', 'points 2, 12, 13, 20, 4, 5'],
  ["Qui a participé à l'appel ?", PARTIES],
  ['Que pense la Russie du climat ?', 'not said'],
  ['La Chine soutient-elle la Russie ?', 'points 12'],
  ['Où se sont-ils rencontrés ?', 'not said'],
  ['¿Qué dijo Lavrov sobre las vacunas?', 'points 16'],
  ['¿Quién habló?', PARTIES],
  ['¿Cuándo fue la llamada?', 'when'],
  ['¿Apoya China a Rusia?', 'points 12'],
  ['¿Quién es el presidente de Francia?', 'not said'],
  ['Что пообещал Лавров?', 'points 16, 18'],
  ['Что сказал Лавров о сотрудничестве в борьбе с пандемией?', 'points 15'],
  ['Что Лавров сказал об Украине?', 'not said'],
  ['Поддерживает ли Китай Россию?', 'points 12'],
  ['Какие обязательства взяли на себя Китай и Россия?', 'points 2, 20, 4, 5'],
  ['Когда состоялся разговор?', 'when'],
  ['拉夫罗夫承诺了什么？', 'points 16, 18'],
  ['俄罗斯愿意在疫苗方面合作吗？', 'points 16'],
  ['中国外长对投资有什么看法？', 'points 8'],
  ['什么时候通话的？', 'when'],
  ['谁支持俄罗斯？', 'points 12'],
  ['王毅是谁？', 'who wang-yi'],
  ['乌克兰怎么样？', 'not said'],
];

describe('ask', () => {
  test.each(QUESTIONS)('%s', (question, expected) => {
    expect(inShort(ask(chinaRussia, question, { language: null, topic: chinaRussiaTopic, translate: null }))).toBe(
      expected,
    );
  });

  test('a translation answers for words that are no known subject', () => {
    const question = 'Who spoke of a turning point?';
    const context = { language: 'en', topic: chinaRussiaTopic };
    expect(inShort(ask(chinaRussia, question, { ...context, translate: null }))).toBe('not said');
    const turning = chinaRussia.points[2]?.evidence;
    const translate = (evidence: unknown) => (evidence === turning ? 'The situation is at a turning point' : null);
    expect(inShort(ask(chinaRussia, question, { ...context, translate }))).toBe('points 3');
  });

  test('without a term base the names of the article are known in its own language only', () => {
    const context = { language: null, topic: null, translate: null };
    expect(inShort(ask(chinaRussia, 'ماذا قال لافروف عن اللقاحات؟', context))).toBe('points 16');
    expect(inShort(ask(chinaRussia, 'What did Lavrov say?', context))).toBe('not said');
    expect(inShort(ask(chinaRussia, 'What did Russia say about vaccines?', context))).toBe('points 16');
  });
});

test.each([
  ['What did they agree?', 'en'],
  ["What's China's position?", 'en'],
  ['Qu’ont-ils convenu ?', 'fr'],
  ['Que pense la Russie du climat ?', 'fr'],
  ['Que prometio Rusia?', 'es'],
  ['¿Quién habló?', 'es'],
  ['Что сказал Лавров?', 'ru'],
  ['ماذا قال؟', 'ar'],
  ['谁？', 'zh'],
])('the language of "%s" is %s', (question, language) => {
  expect(languageOf(question)).toBe(language);
});

test('points between two numbers, both among them', () => {
  expect(pointsBetween(chinaRussia, 3, 5).map(({ number }) => number)).toEqual([3, 4, 5]);
  expect(pointsBetween(chinaRussia, 20, 99).map(({ number }) => number)).toEqual([20]);
  expect(pointsBetween(chinaRussia, 99, 99)).toEqual([]);
});
