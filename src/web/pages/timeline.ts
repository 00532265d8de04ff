import { html } from 'hono/html';
import type { Kind } from '../../core/briefing.ts';
import { KINDS } from '../../core/briefing.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { fill, interfaceOf } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { editionPath, inLanguage, pointAnchor } from '../../view/addresses.ts';
import type { Mark } from '../../view/commitments.ts';
import { dateOf } from '../../view/dates.ts';
import { directionOf } from '../../view/direction.ts';
import { dueOf } from '../../view/gloss.ts';
import { type Timeline, type TimelineRow, timelineOf } from '../../view/timeline.ts';
import { planTimeline, type TimelineWords } from '../../view/timeline-plan.ts';
import type { Showing } from '../../view/wording.ts';
import type { Html } from '../layout.ts';
import { signAlone } from '../svg/signs.ts';
import { drawTimeline } from '../svg/timeline.ts';

/** Who committed to what, and when: as a drawing and as a table. */
export function timelineSection(topic: string, showings: readonly Showing[], language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).topic;
  const timeline = timelineOf(showings);
  const head = html`<h2 id="timeline">${words.timeline}</h2>`;
  if (timeline.rows.length === 0) {
    return html`<section aria-labelledby="timeline">${head}<p class="note">${words.no_commitments}</p></section>`;
  }
  const direction = directionOf(language);
  const plan = planTimeline(timeline, timelineWords(language), direction);
  const about = plan.by === 'kinds' ? words.by_kinds : words.by_dates;
  const hrefOf = markAddress(topic, language);
  return html`<section aria-labelledby="timeline">${head}
<figure class="drawing"><figcaption>${about}</figcaption>
<a class="skip" href="#timeline-table">${words.skip_drawing}</a>
${drawTimeline(plan, { title: words.timeline, description: about, direction, hrefOf })}
${legend(timeline, plan.by === 'kinds', language)}
<details class="as-table"><summary id="timeline-table">${words.as_table}</summary>${table(timeline, hrefOf, language)}</details>
</figure></section>`;
}

/** Where a mark leads: to its point beside the words that prove it. */
export function markAddress(topic: string, language: InterfaceLanguage): (mark: Mark) => string {
  return ({ edition, number }) => inLanguage(`${editionPath(topic, edition)}#${pointAnchor(number)}`, language);
}

function timelineWords(language: InterfaceLanguage): TimelineWords {
  const words = pageWordsOf(language).topic;
  const { kind_nouns, labels } = interfaceOf(language);
  return {
    kind: (kind) => kind_nouns[kind],
    date: (date) => (date === null ? words.undated : dateOf(date, language)),
    due: (due) => dueOf(due, language),
    nobody: words.nobody,
    dueBy: labels.due,
    more: (count) => fill(words.more, { count }),
  };
}

/** What the signs mean; columns that are kinds say that themselves. */
function legend({ rows }: Timeline, headed: boolean, language: InterfaceLanguage): Html {
  const { kind_nouns, labels } = interfaceOf(language);
  const marks = rows.flatMap((row) => row.marks);
  const kinds = headed ? [] : KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
  const doubtful: Kind | undefined = marks.find(({ check }) => check)?.kind;
  const keys = [
    ...kinds.map((kind) => html`<li>${signAlone(kind)} ${kind_nouns[kind]}</li>`),
    ...(doubtful === undefined ? [] : [html`<li>${signAlone(doubtful, true)} ${labels.check}</li>`]),
  ];
  return keys.length > 0 ? html`<ul class="legend">${keys}</ul>` : html``;
}

function table({ rows }: Timeline, hrefOf: (mark: Mark) => string, language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).topic;
  const { labels, kind_nouns } = interfaceOf(language);
  const when = (iso: string | null, text: string) => (iso === null ? '' : html`<time datetime="${iso}">${text}</time>`);
  const line = (mark: Mark, head: Html | string) =>
    html`<tr>${head}<td>${when(mark.date, dateOf(mark.date ?? '', language))}</td><td>${kind_nouns[mark.kind]}${
      mark.check ? ` (? ${labels.check})` : ''
    }</td><td><a href="${hrefOf(mark)}">${mark.number}</a></td><td>${mark.due === null ? '' : dueOf(mark.due, language)}</td></tr>
`;
  const body = ({ name, marks }: TimelineRow) => {
    const head = html`<th scope="rowgroup" rowspan="${marks.length}">${name ?? words.nobody}</th>`;
    return html`<tbody>${marks.map((mark, i) => line(mark, i === 0 ? head : ''))}</tbody>`;
  };
  const heads = [labels.actor, labels.published, labels.kind, labels.point, labels.due];
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${words.timeline}"><table><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead>${rows.map(body)}</table></div>`;
}
