// A topic of several editions, all of it invented: bodies of a coast that is on no map, and their pledges.
import { writeTopic } from '../topics.ts';

const TOPIC = `title: { ar: اتفاق المرفأ, en: The harbour accord, es: El acuerdo del puerto, fr: L’accord du port, ru: Портовое соглашение, zh: 港口协议 }
names:
  fenwick:
    kind: person
    roles: [foreign-minister]
    names: { ar: آدا فنويك, en: Ada Fenwick, es: Ada Fenwick, fr: Ada Fenwick, ru: Ада Фенвик, zh: 艾达·芬威克 }
    aliases: { en: [Fenwick], ar: [فنويك] }
  marlowe:
    kind: person
    roles: [prime-minister]
    names: { ar: توم مارلو, en: Tom Marlowe, es: Tom Marlowe, fr: Tom Marlowe, ru: Том Марлоу, zh: 汤姆·马洛 }
    aliases: { en: [Marlowe], ar: [مارلو] }
  tide-league:
    kind: organisation
    names: { ar: رابطة المد, en: Tide League, es: Liga de la Marea, fr: Ligue de la Marée, ru: Лига прилива, zh: 潮汐联盟 }
  northern-lighthouse-board:
    kind: organisation
    names:
      ar: مجلس منارات الشمال
      en: Northern Lighthouse and Pilotage Coordination Board
      es: Junta de Coordinación de Faros y Practicaje del Norte
      fr: Conseil de coordination des phares et du pilotage du Nord
      ru: Северный совет по координации маяков и лоцманской службы
      zh: 北方灯塔与引航协调委员会
    aliases: { en: [Lighthouse Board] }
`;

type Text = { language: 'en' | 'ar'; publisher: string | null; body: string };

const TEXTS: Text[] = [
  {
    language: 'en',
    publisher: 'The Coast Gazette',
    body: `The Tide League and the Lighthouse Board agreed on Monday to reopen the eastern channel by 1 May 2031.
Foreign Minister Ada Fenwick said the Tide League would support the Lighthouse Board. She pledged to send two pilot boats.
Prime Minister Tom Marlowe urged the Tide League to publish its tariffs. Marlowe said his office intends to review harbour dues.`,
  },
  {
    language: 'en',
    publisher: null,
    body: `The Tide League pledged on Tuesday to work with the Lighthouse Board on fisheries.
Tom Marlowe called on Ada Fenwick to resume the talks. Ada Fenwick said she is ready to cooperate with Tom Marlowe.
The Lighthouse Board rejected any closure of the northern channel.`,
  },
  {
    language: 'ar',
    publisher: null,
    body: `اتفقت رابطة المد ومجلس منارات الشمال يوم الاثنين على إعادة فتح القناة الشرقية.
وقالت آدا فنويك إن رابطة المد مستعدة للتعاون مع مجلس منارات الشمال في مجال الصيد.
ودعا توم مارلو رابطة المد إلى نشر الرسوم.`,
  },
  {
    language: 'en',
    publisher: 'The Coast Gazette',
    body: `Ada Fenwick and Tom Marlowe pledged on Friday to protect the reef jointly.
The Tide League proposed a joint patrol to the Lighthouse Board. The Lighthouse Board said it would deliver new charts by the end of 2031.
Fenwick stressed that free passage must be respected.`,
  },
];

/** An edition's article id and file, the first the oldest. Their days lie at uneven distances, as news does. */
export function harbourArticle(number: number): { id: string; file: string } {
  const { language, publisher, body } = TEXTS[number % TEXTS.length] as Text;
  const day = new Date(Date.UTC(2031, 0, 6 + number * 3 + (number % 4 === 3 ? 17 : 0) + (number > 7 ? 60 : 0)));
  const date = day.toISOString().slice(0, 10);
  // Every text is one of its own, as an article whose text was there before would be the same edition.
  const last = language === 'ar' ? `وصدر البيان رقم ${number + 1}.` : `It was notice number ${number + 1} of the year.`;
  const head = [
    `published: ${date}`,
    `language: ${language}`,
    ...(publisher === null ? [] : [`publisher: ${publisher}`]),
  ];
  return { id: `${date}.${language}`, file: `---\n${head.join('\n')}\n---\n${body}\n${last}\n` };
}

/** Writes the topic `harbour` with so many editions into a folder of briefings; gives their ids, the newest first. */
export function writeHarbour(briefings: string, editions: number): string[] {
  const articles = Array.from({ length: editions }, (_, number) => harbourArticle(number));
  writeTopic(briefings, 'harbour', TOPIC, Object.fromEntries(articles.map(({ id, file }) => [`${id}.txt`, file])));
  return articles
    .map(({ id }) => id)
    .toSorted()
    .toReversed();
}

/** What somebody might send to get markup onto a page or into a feed. `shown`: a part of it as its reader sees it. */
export const HOSTILE = {
  shown: '<script>alert(1)</script>',
  text: 'The Tide League pledged to support <script>alert(1)</script> the plan ]]> on Monday & "more".\nAda Fenwick agreed to <img src=x onerror=alert(1)> open \u202Ethe channel\u0007 <svg onload=alert(1)>.\n',
};

/** Writes the topic `hostile` with one such article, at an address that is none. */
export function writeHostile(briefings: string): void {
  const head = '---\npublished: 2031-01-06T09:30:00\nlanguage: en\npublisher: "<b>Gazette</b>"\n---\n';
  writeTopic(briefings, 'hostile', TOPIC, { '2031-01-06.en.txt': head + HOSTILE.text });
}
