import { html } from 'hono/html';
import type { InterfaceLanguage } from '../core/topic.ts';
import { type PageWords, pageWordsOf } from '../languages/page.ts';
import { type Html, layout, type Page } from './layout.ts';

/** Why there is no page. */
export type Fault = Exclude<keyof PageWords['faults'], Notice>;

/** What a fault is said by. */
export const STATUS = {
  not_found: 404,
  failed: 500,
  password: 401,
  wrong_password: 401,
  method: 405,
  too_long: 414,
  wrong_host: 421,
  too_many: 429,
} as const satisfies Record<Fault, number>;

/** The page that tells a fault. It names nothing that was asked for, so that all of one fault are the same. */
export function faultPage(fault: Fault, language: InterfaceLanguage): Html {
  const title = pageWordsOf(language).faults[fault];
  return layout({ title, path: '/', main: html`<h1>${title}</h1>` }, language);
}

/** What is to be done first. */
export type Notice = 'no_platform' | 'sign_in';

/** A page with a word above it of what is to be done first. */
export function withNotice(page: Page, what: Notice, language: InterfaceLanguage): Page {
  const words = pageWordsOf(language).faults[what];
  const said = what === 'sign_in' ? html`<a href="/sign-in?language=${language}">${words}</a>` : words;
  return { ...page, main: html`<p class="notice" role="note">${said}</p>${page.main}` };
}
