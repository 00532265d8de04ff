// The one script. Every page works without it: links lead where it would scroll.

const menu = document.querySelector('.languages');

document.addEventListener('click', ({ target }) => {
  if (menu?.open && !menu.contains(target)) menu.open = false;
});
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape' || !menu?.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

// ---------------------------------------------------------------- a briefing beside its article

const evidence = document.querySelector('.evidence');
if (evidence) follow(evidence);

/**
 * Lights the words of the line that is pointed at, and the lines of the words that are: by mouse, by focus, or by what
 * was clicked or stands in the address, in this order. What is lit has the attribute data-lit.
 */
function follow(evidence) {
  const pane = evidence.querySelector('.pane');
  const back = evidence.querySelector('.back');
  const beside = matchMedia('(width >= 60rem)');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const wordsOf = new Map();
  for (const words of evidence.querySelectorAll('[data-e]')) {
    for (const line of words.dataset.e.split(' ')) wordsOf.set(line, [...(wordsOf.get(line) ?? []), words]);
  }
  const meant = { hovered: null, focused: null, chosen: null };
  let lit = null;
  let came = null;
  let waiting = 0;
  let pointer = '';

  document.documentElement.classList.add('scripted');

  /** The line or the words that an element is in. */
  const subjectAt = (element) => element?.closest?.('.line, [data-e]') ?? null;
  const linesOf = (subject) => subject.dataset.e?.split(' ').map((id) => document.getElementById(id)) ?? [subject];
  const firstWords = (line) => {
    const link = line.querySelector('.to-words');
    return link ? document.getElementById(link.hash.slice(1)) : null;
  };

  /** Lights what is meant now; `lead` tells whether the other side moves along. */
  function light(lead) {
    const subject = meant.hovered ?? meant.focused ?? meant.chosen;
    if (subject !== lit) {
      lit = subject;
      for (const old of evidence.querySelectorAll('[data-lit]')) delete old.dataset.lit;
      for (const line of subject ? linesOf(subject) : []) {
        line.dataset.lit = '';
        for (const words of wordsOf.get(line.id) ?? []) words.dataset.lit = '';
      }
    }
    clearTimeout(waiting);
    // A hand that passes over lines on its way does not set the article scrolling.
    if (subject && lead && beside.matches) waiting = setTimeout(() => showOther(subject), lead);
  }

  function showOther(subject) {
    if (!subject.dataset.e) return showWords(firstWords(subject));
    const lines = linesOf(subject);
    if (!lines.some(isInView)) showLine(lines[0]);
  }

  function isInView(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top > 0 && bottom < innerHeight;
  }

  function showLine(line) {
    line.scrollIntoView({ block: 'center', behavior: calm.matches ? 'auto' : 'smooth' });
  }

  /** Scrolls the article alone where it stands beside, as far as it takes to see the words; else the page. */
  function showWords(words) {
    if (!words) return;
    const behavior = calm.matches ? 'auto' : 'smooth';
    if (!beside.matches) return words.scrollIntoView({ block: 'center', behavior });
    const frame = pane.getBoundingClientRect();
    const head = pane.querySelector('header').offsetHeight;
    const [top, bottom] = [Math.max(frame.top + head, 0), Math.min(frame.bottom, innerHeight)];
    const [first] = words.getClientRects();
    if (!first || (first.top >= top + 8 && first.bottom <= bottom - 48)) return;
    pane.scrollBy({ top: first.top - top - (bottom - top) / 3, behavior });
  }

  /** Goes over to the other side, leaving a way back. */
  function goOver(from, to, byKey) {
    const toArticle = to.matches('[data-e]');
    came = from;
    if (toArticle) showWords(to);
    else if (!beside.matches || !isInView(to)) showLine(to);
    if (byKey) (toArticle ? to : to.querySelector('a')).focus({ preventScroll: true });
    const line = toArticle ? from.closest('.line') : to;
    if (line?.id) history.replaceState(null, '', `#${line.id}`);
    if (beside.matches) return;
    back.textContent = toArticle ? back.dataset.briefing : back.dataset.article;
    back.href = `#${(toArticle ? line : from).id}`;
    back.hidden = false;
  }

  function goBack() {
    back.hidden = true;
    if (!came) return;
    const [subject, link] = [subjectAt(came), came];
    came = null;
    if (subject.dataset.e) showWords(subject);
    else if (!isInView(subject)) showLine(subject);
    link.focus({ preventScroll: true });
  }

  evidence.addEventListener('pointermove', (event) => {
    // Scrolling moves things under a pointer that rests: that points at nothing new.
    const place = `${event.clientX} ${event.clientY}`;
    if (event.pointerType === 'touch' || place === pointer) return;
    pointer = place;
    const subject = subjectAt(event.target);
    if (subject === meant.hovered) return;
    meant.hovered = subject;
    light(subject ? 120 : 0);
  });
  evidence.addEventListener('pointerleave', () => {
    meant.hovered = null;
    light(0);
  });
  evidence.addEventListener('focusin', ({ target }) => {
    if (!target.matches(':focus-visible')) return;
    meant.focused = subjectAt(target);
    light(1);
  });
  evidence.addEventListener('focusout', () => {
    meant.focused = null;
    light(0);
  });

  evidence.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest('a');
    if (link === back) {
      event.preventDefault();
      return goBack();
    }
    const subject = subjectAt(event.target);
    if (!link && !getSelection().isCollapsed) return;
    meant.chosen = subject;
    light(1);
    const words = link?.matches('.to-words') ? document.getElementById(link.hash.slice(1)) : null;
    const line = link?.matches('[data-e]') ? linesOf(subject)[0] : null;
    if (!words && !line) return;
    event.preventDefault();
    goOver(link, words ?? line, event.detail === 0);
  });

  evidence.addEventListener('keydown', (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'Escape') {
      meant.chosen = null;
      if (came) goBack();
      light(0);
    }
    const step = { j: 1, k: -1 }[event.key];
    const now = subjectAt(event.target);
    if (!step || !now) return;
    const all = [...evidence.querySelectorAll(now.dataset.e ? 'a[data-e]:not([tabindex])' : '.line')];
    const next = all[all.indexOf(now) + step];
    (next?.dataset.e ? next : next?.querySelector('.to-words, a'))?.focus();
  });

  /** What the address leads to: a permalink to a point, or to words. */
  function readAddress() {
    const at = location.hash && document.getElementById(location.hash.slice(1));
    const subject = at && evidence.contains(at) ? subjectAt(at) : null;
    if (!subject) return;
    meant.chosen = subject;
    light(1);
  }
  addEventListener('hashchange', readAddress);
  readAddress();
}
