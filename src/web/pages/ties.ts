import { html } from 'hono/html';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { fill, interfaceOf } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import type { Mark } from '../../view/commitments.ts';
import { commaOf, directionOf, labelled } from '../../view/direction.ts';
import { FORMS, type Tie, type Ties, tiesOf } from '../../view/ties.ts';
import { planTies } from '../../view/ties-plan.ts';
import type { Showing } from '../../view/wording.ts';
import type { Html } from '../layout.ts';
import { drawTies, tieAlone } from '../svg/ties.ts';
import { markAddress } from './timeline.ts';

/** Who committed to whom: as a drawing and as a table. */
export function tiesSection(topic: string, showings: readonly Showing[], language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).topic;
  const ties = tiesOf(showings);
  const head = html`<h2 id="ties">${words.ties}</h2>`;
  if (ties.ties.length === 0) {
    return html`<section aria-labelledby="ties">${head}<p class="note">${words.no_ties}</p></section>`;
  }
  const direction = directionOf(language);
  const hrefOf = markAddress(topic, language);
  const plan = planTies(ties, (count) => fill(words.more, { count }), direction);
  const tell = (tie: Tie) => tieInWords(tie, language);
  const keys = FORMS.filter((form) => ties.ties.some((tie) => tie.form === form)).map(
    (form) => html`<li>${tieAlone(form)} ${words[form]}</li>`,
  );
  return html`<section aria-labelledby="ties">${head}
<figure class="drawing"><figcaption>${words.ties_about}</figcaption>
<a class="skip" href="#ties-table">${words.skip_drawing}</a>
${drawTies(plan, { title: words.ties, description: words.ties_about, direction, hrefOf, tell })}
<ul class="legend">${keys}</ul>
<details class="as-table"><summary id="ties-table">${words.as_table}</summary>${table(ties, hrefOf, language)}</details>
</figure></section>`;
}

function tieInWords({ from, to, form, kinds, marks }: Tie, language: InterfaceLanguage): string {
  const { kind_nouns, labels } = interfaceOf(language);
  const kind = kinds.map((one) => kind_nouns[one]).join(commaOf(language));
  const points = labelled(labels.points, marks.map(({ number }) => number).join(commaOf(language)), language);
  return `${from.name} · ${pageWordsOf(language).topic[form]} · ${to.name} · ${kind} · ${points}`;
}

function table({ ties }: Ties, hrefOf: (mark: Mark) => string, language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).topic;
  const { labels, kind_nouns } = interfaceOf(language);
  const lines = ties.map(({ from, to, form, kinds, marks }) => {
    const points = marks.map((mark) => html`<a href="${hrefOf(mark)}" title="${mark.label}">${mark.number}</a> `);
    const kind = kinds.map((one) => kind_nouns[one]).join(commaOf(language));
    return html`<tr><th scope="row">${from.name}</th><td>${words[form]}</td><td>${to.name}</td><td>${kind}</td><td>${points}</td></tr>
`;
  });
  const heads = [labels.who, words.tie, words.to_whom, labels.kind, labels.points];
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${words.ties}"><table><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${lines}</tbody></table></div>`;
}
