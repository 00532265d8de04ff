import { html } from 'hono/html';
import type { Kind } from '../../core/briefing.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { fill, interfaceOf } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import type { Commitment, Mark } from '../../view/commitments.ts';
import { dateOf } from '../../view/dates.ts';
import { commaOf, directionOf, labelled } from '../../view/direction.ts';
import { FORMS, type Tie, type Ties, tiesOf } from '../../view/ties.ts';
import { planTies } from '../../view/ties-plan.ts';
import type { Html } from '../layout.ts';
import { drawTies, tieAlone } from '../svg/ties.ts';
import { markAddress } from './timeline.ts';

/** Who committed to whom: as a drawing and as a table. */
export function tiesSection(topic: string, commitments: readonly Commitment[], language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).topic;
  const ties = tiesOf(commitments);
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
  const words = pageWordsOf(language).topic;
  const count = labelled(words.commitments, String(marks.length), language);
  return `${from.name} · ${words[form]} · ${to.name} · ${kindsInWords(kinds, language)} · ${count}`;
}

function kindsInWords(kinds: readonly Kind[], language: InterfaceLanguage): string {
  return kinds.map((kind) => interfaceOf(language).kind_nouns[kind]).join(commaOf(language));
}

function table({ ties }: Ties, hrefOf: (mark: Mark) => string, language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).topic;
  const { labels } = interfaceOf(language);
  const several = new Set(ties.flatMap(({ marks }) => marks.map(({ edition }) => edition))).size > 1;
  // A number is a point's of one edition: with several, the day tells which.
  const point = (mark: Mark) =>
    html`<li><a href="${hrefOf(mark)}">${mark.number}</a>${several && mark.date !== null ? html` <time datetime="${mark.date}">${dateOf(mark.date, language)}</time>` : ''}</li>`;
  const lines = ties.map(
    ({ from, to, form, kinds, marks }) =>
      html`<tr><th scope="row">${from.name}</th><td>${words[form]}</td><td>${to.name}</td><td>${kindsInWords(kinds, language)}</td><td><ul>${marks.map(point)}</ul></td></tr>
`,
  );
  const heads = [labels.who, words.tie, words.to_whom, labels.kind, labels.points];
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${words.ties}"><table><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${lines}</tbody></table></div>`;
}
