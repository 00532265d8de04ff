// Writes src/languages/states.json: what each state is called in the six languages, from CLDR.
// Run it again after an update of cldr-localenames-full: node tools/states.ts

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const languages = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const;
type Language = (typeof languages)[number];

// The members and observers of the United Nations, and the territories that the news treats as parties of their own.
const codes = `
  AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR
  CU CV CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FM FR GA GB GD GE GH GL GM GN GQ GR GT GW GY HK HN HR HT HU
  ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK
  ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PR PS PT PW PY QA RO RS RU RW SA
  SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN
  VU WS XK YE ZA ZM ZW`
  .trim()
  .split(/\s+/);

// CLDR's short alternates are wanted for these; elsewhere they are abbreviations ("R.-U.") that a sentence can't use.
const short = new Set(['HK', 'MO', 'PS', 'ru:US']);

// Where CLDR has a form for lists ("Congo - Kinshasa") or an official one, what newspapers write.
const natural: Record<string, Partial<Record<Language, string>>> = {
  AE: { ar: 'الإمارات', zh: '阿联酋' },
  BA: { zh: '波黑' },
  BD: { es: 'Bangladesh' },
  BH: { es: 'Bahréin' },
  CD: { ar: 'الكونغو الديمقراطية', en: 'DR Congo', es: 'RD Congo', fr: 'RD Congo', ru: 'ДР Конго' },
  CF: { ar: 'أفريقيا الوسطى', fr: 'Centrafrique', ru: 'ЦАР', zh: '中非' },
  CG: {
    ar: 'الكونغو برازافيل',
    fr: 'Congo-Brazzaville',
    en: 'Congo-Brazzaville',
    es: 'Congo-Brazzaville',
    ru: 'Конго-Браззавиль',
  },
  CI: { en: 'Ivory Coast', es: 'Costa de Marfil' },
  DO: { ar: 'الدومينيكان', zh: '多米尼加' },
  FM: { ru: 'Микронезия' },
  ID: { zh: '印尼' },
  KR: { ru: 'Южная Корея' },
  MH: { ru: 'Маршалловы Острова' },
  MM: { ar: 'ميانمار', en: 'Myanmar', es: 'Myanmar', fr: 'Myanmar', ru: 'Мьянма' },
  OM: { ar: 'سلطنة عمان' },
  SA: { ar: 'السعودية', zh: '沙特' },
  SC: { ru: 'Сейшелы' },
  TL: { ar: 'تيمور الشرقية', en: 'East Timor', es: 'Timor Oriental' },
  TR: { en: 'Turkey' },
  VA: { en: 'Vatican', es: 'Vaticano', fr: 'Vatican' },
  VN: { fr: 'Vietnam' },
  ZA: { ru: 'ЮАР' },
};

const territories: Record<Language, Record<string, string>> = Object.fromEntries(
  languages.map((language) => [
    language,
    require(`cldr-localenames-full/main/${language}/territories.json`).main[language].localeDisplayNames.territories,
  ]),
) as Record<Language, Record<string, string>>;

function nameOf(code: string, language: Language): string {
  const names = territories[language];
  const alternate = short.has(code) || short.has(`${language}:${code}`) ? names[`${code}-alt-short`] : undefined;
  const name = natural[code]?.[language] ?? alternate ?? names[code];
  if (!name) throw new Error(`CLDR has no name for ${code} in ${language}`);
  return language === 'en' ? name.replace(' & ', ' and ').replace('St. ', 'Saint ') : name;
}

const lines = codes.map((code) => {
  const names = Object.fromEntries(languages.map((language) => [language, nameOf(code, language)]));
  return `  ${JSON.stringify(code)}: ${JSON.stringify(names)}`;
});

writeFileSync(new URL('../src/languages/states.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
