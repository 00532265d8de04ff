import { foldList, foldText } from '../languages/fold.ts';
import type { Pack } from '../languages/pack.ts';

/** What the forms of a pack's lexemes are made from, all of it folded. */
export type Morphology = {
  table: Map<string, string[][]>;
  /** Affixes before and after the stem, by slot. */
  slots: [string, [string, string][]][];
  /** How a lexeme given by one form makes the others, by its ending. */
  rules: { ending: RegExp; cut: number; forms: string[] }[];
  /** Forms made before, by lexeme and slots. */
  made: Map<string, Map<string, string>>;
};

/** A pack's table of lexemes and its affixes, ready to make forms. */
export function morphologyOf(pack: Pack): Morphology {
  const table = new Map<string, string[][]>();
  for (const line of foldText(pack.morphology.lexemes).split('\n')) {
    const slots = line.trim().split(/\s+/u);
    const lemma = slots[0]?.split('/')[0];
    if (lemma) {
      const stems = slots.map((slot) => (slot === '-' ? [] : slot.split('/')));
      table.set(lemma, stems);
    }
  }
  const slots = Object.entries(pack.morphology.slots).map(([slot, patterns]): Morphology['slots'][number] => [
    slot,
    foldList(patterns).map((pattern) => pattern.split('*') as [string, string]),
  ]);
  const rules = pack.morphology.rules.map(({ ending, cut, forms }) => ({
    ending: new RegExp(`(?:${ending})$`, 'u'),
    cut,
    forms: foldList(forms),
  }));
  return { table, slots, rules, made: new Map() };
}

/** Every form of a lexeme (a folded lemma) with the slot it fills; `only`: of these slots. */
export function formsOf(lemma: string, only: string[] | null, morphology: Morphology): Map<string, string> {
  const key = `${lemma}:${only?.join('|') ?? ''}`;
  let forms = morphology.made.get(key);
  if (!forms) {
    forms = makeForms(lemma, only, morphology);
    morphology.made.set(key, forms);
  }
  return forms;
}

function makeForms(lemma: string, only: string[] | null, { table, slots, rules }: Morphology): Map<string, string> {
  const stems = table.get(lemma) ?? regularStems(lemma, rules);
  const forms = new Map<string, string>();
  // Of a form that fills several slots the first is told, so it is set last.
  for (const [i, [slot, affixes]] of [...slots.entries()].reverse()) {
    if (only && !only.includes(slot)) continue;
    for (const stem of stems[i] ?? []) {
      for (const [before, after] of affixes) forms.set(before + stem + after, slot);
    }
  }
  if (forms.size === 0) forms.set(lemma, slots[0]?.[0] ?? '');
  return forms;
}

function regularStems(lemma: string, rules: Morphology['rules']): string[][] {
  const rule = rules.find(({ ending }) => ending.test(lemma));
  if (!rule) return [[lemma]];
  const stem = rule.cut ? lemma.slice(0, -rule.cut) : lemma;
  return [[lemma], ...rule.forms.map((form) => [form.replace('*', () => stem)])];
}
