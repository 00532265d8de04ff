import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Briefing, type Evidence, type Kind, type Section } from '../../src/core/briefing.ts';
import { Topic } from '../../src/core/topic.ts';
import { conceptsIn } from '../../src/languages/concepts.ts';

const folder = new URL('../../briefings/china-russia/', import.meta.url);

/** The article of the topic that Readout comes with, as stored: without its front matter. */
export const chinaRussiaText = readFileSync(new URL('2021-02-04.ar.txt', folder), 'utf8').replace(
  /^---\n.*?\n---\n/su,
  '',
);

export const chinaRussiaTopic: Topic = Topic.parse(
  pick(parse(readFileSync(new URL('topic.yaml', folder), 'utf8')), ['title', 'names']),
);

function pick(value: Record<string, unknown>, keys: string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, value[key]]));
}

type Row = [Section, Kind, string[], string[], string[], 'explicit' | 'narrator', string];

const ROWS: Row[] = [
  [
    'commitment',
    'affirms',
    ['CN', 'RU'],
    [],
    ['CN', 'RU'],
    'explicit',
    'مبدأ عدم التدخل في الشؤون الداخلية للدول الأخرى من الأعراف الأساسية الحاكمة للعلاقات الدولية، ويتعين التمسك به وتدعيمه',
  ],
  [
    'commitment',
    'pledged',
    ['CN', 'RU'],
    [],
    [],
    'narrator',
    'تعهد الطرفان بالحفاظ على الاستقرار الاستراتيجي العالمي والإقليمي بشكل مشترك',
  ],
  ['position', 'says', ['wang-yi'], [], ['wang-yi'], 'explicit', 'الوضع الدولي يشهد نقطة تحول هامة'],
  [
    'commitment',
    'intends',
    ['xi-jinping', 'putin'],
    [],
    ['wang-yi'],
    'explicit',
    'وأعربا عن إصرارهما القوي على دعم التعددية ومواجهة التحديات العالمية',
  ],
  [
    'commitment',
    'agreed',
    ['xi-jinping', 'putin'],
    [],
    ['wang-yi'],
    'explicit',
    'زعيمي الدولتين اتفقا على الاحتفال هذا العام بالذكرى الـ20 للتوقيع على معاهدة حسن الجوار والتعاون الودي',
  ],
  [
    'commitment',
    'calls-for',
    ['CN', 'RU'],
    [],
    ['wang-yi'],
    'explicit',
    'يتعين على الجانبين استغلال هذه الفرصة لإضافة أبعاد جديدة إلى هذه المعاهدة الهامة وإرسال رسالة واضحة للعالم',
  ],
  [
    'commitment',
    'calls-for',
    ['CN', 'RU'],
    [],
    ['wang-yi'],
    'explicit',
    'ينبغي عليهما التشارك لدعم المميزات التكميلية والسعي تجاه تحقيق إنجازات كبرى عن طريق إقامة العام الصيني-الروسي للابتكار العلمي والتكنولوجي',
  ],
  [
    'commitment',
    'calls-for',
    ['CN', 'RU'],
    [],
    ['wang-yi'],
    'explicit',
    'يتعين على الجانبين دعم تسهيل التجارة والاستثمار على أساس المنفعة المتبادلة والتضافر بين بناء مبادرة الحزام والطريق والاتحاد الاقتصادي الأوراسي',
  ],
  ['position', 'says', ['lavrov'], [], ['lavrov'], 'explicit', 'يمكننا التحدث بلا نهاية عن التعاون الروسي-الصيني'],
  [
    'position',
    'says',
    ['wang-yi'],
    [],
    ['wang-yi'],
    'explicit',
    'الصين لا ترى حدودا أو مجالا محددا للتنسيق الاستراتيجي الصيني-الروسي',
  ],
  ['position', 'says', ['wang-yi'], [], ['wang-yi'], 'explicit', 'البلدين أجريا تنسيقا فعالا ضمن الأطر متعددة الأطراف'],
  [
    'commitment',
    'supports',
    ['CN'],
    ['RU'],
    ['wang-yi'],
    'explicit',
    'الصين تدعم بقوة التدابير التي تتخذها روسيا لحماية سيادتها الوطنية واستقرارها الاجتماعي',
  ],
  [
    'commitment',
    'intends',
    ['CN'],
    ['RU'],
    ['wang-yi'],
    'explicit',
    'وتعتزم العمل معها لمواصلة تعزيز التنسيق بشأن قضايا مثل رفض التدخل في الشؤون الداخلية ومكافحة التضليل الإعلامي',
  ],
  ['position', 'says', ['lavrov'], [], ['lavrov'], 'explicit', 'أهمية العلاقات الروسية-الصينية تجاوزت المستوى الثنائي'],
  ['position', 'says', ['lavrov'], [], ['lavrov'], 'explicit', 'روسيا راضية جدا عن التعاون بشأن مكافحة الجائحة'],
  [
    'commitment',
    'ready',
    ['RU'],
    ['CN'],
    ['lavrov'],
    'explicit',
    'بلاده مستعدة لتعزيز التعاون مع الصين بشأن بحث وتطوير وإنتاج اللقاحات، وكذلك الوقاية والسيطرة',
  ],
  [
    'commitment',
    'calls-for',
    ['CN', 'RU'],
    [],
    ['lavrov'],
    'explicit',
    'ويتعين على روسيا والصين تكثيف التنسيق الاستراتيجي ودفع الأجندات الثنائية والتعددية بشكل ثابت على مدار العام',
  ],
  [
    'commitment',
    'intends',
    ['RU'],
    ['CN'],
    ['lavrov'],
    'explicit',
    'روسيا تعتزم تعزيز التواصل والتنسيق مع الصين بشأن القضايا الدولية والإقليمية',
  ],
  [
    'commitment',
    'calls-for',
    ['CN', 'RU'],
    [],
    ['lavrov'],
    'explicit',
    'ينبغي على الجانبين دعم بعضهما البعض بقوة في القضايا التي تخص المصالح الرئيسية لبعضهما البعض والدفاع عن التعددية',
  ],
  ['commitment', 'agreed', ['CN', 'RU'], [], [], 'narrator', 'وتوصلا إلى توافق جديد'],
];

/** Where words stand in the article. */
export function evidenceOf(quote: string): Evidence {
  const start = chinaRussiaText.indexOf(quote);
  if (start < 0) throw new Error(`not in the article: ${quote}`);
  return { article: '2021-02-04.ar', start, end: start + quote.length, quote };
}

function line(quote: string) {
  return { text: quote, evidence: [evidenceOf(quote)] };
}

function who(
  id: string,
  name: string,
  kind: 'person' | 'state',
  part: 'speaker' | 'party' | 'mentioned',
  state: string,
  role: string | null,
) {
  return { id, name, kind, role, state, part, evidence: [evidenceOf(name)] };
}

/** A briefing of the article as a careful reader would write it: the view is tested apart from any engine. */
export const chinaRussia: Briefing = Briefing.parse({
  format: 'readout.briefing/1',
  id: 'hand-made',
  topic: 'china-russia',
  language: 'ar',
  engine: { name: 'offline', version: '0.1.0' },
  articles: [
    {
      id: '2021-02-04.ar',
      title: null,
      url: null,
      publisher: null,
      publishedAt: '2021-02-04',
      publishedInferred: true,
      language: 'ar',
      sha256: createHash('sha256').update(chinaRussiaText).digest('hex'),
    },
  ],
  headline: line('تعهد الطرفان بالحفاظ على الاستقرار الاستراتيجي العالمي والإقليمي بشكل مشترك'),
  what: [
    line(
      'وفي مكالمة هاتفية بين عضو مجلس الدولة ووزير الخارجية الصيني وانغ يي ووزير الخارجية الروسي سيرغي لافروف، تعهد الطرفان بالحفاظ على الاستقرار الاستراتيجي العالمي والإقليمي بشكل مشترك',
    ),
  ],
  when: line('يوم الخميس'),
  where: null,
  how: line('مكالمة هاتفية'),
  who: [
    who('wang-yi', 'وانغ يي', 'person', 'speaker', 'CN', 'عضو مجلس الدولة ووزير الخارجية'),
    who('lavrov', 'سيرغي لافروف', 'person', 'speaker', 'RU', 'وزير الخارجية'),
    who('CN', 'الصين', 'state', 'party', 'CN', null),
    who('RU', 'روسيا', 'state', 'party', 'RU', null),
    who('xi-jinping', 'شي جين بينغ', 'person', 'mentioned', 'CN', 'الرئيس'),
    who('putin', 'فلاديمير بوتين', 'person', 'mentioned', 'RU', 'الرئيس'),
  ],
  points: ROWS.map(([section, kind, actors, counterparts, speakers, how, quote], i) => ({
    number: i + 1,
    section,
    kind,
    actors,
    counterparts,
    saidBy: { who: speakers, how },
    text: quote,
    topics: conceptsIn(quote, 'ar'),
    due: null,
    evidence: [evidenceOf(quote)],
    confidence: i === 10 ? 'check' : 'sure',
  })),
});
