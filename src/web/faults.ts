import { html } from 'hono/html';
import type { InterfaceLanguage } from '../core/topic.ts';
import { type PageWords, pageWordsOf } from '../languages/page.ts';
import { inLanguage } from '../view/addresses.ts';
import { type Html, layout, type Page } from './layout.ts';

/** Why there is no page. */
export type Fault = Exclude<keyof PageWords['faults'], 'sign_in'>;

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
  const { faults, shell } = pageWordsOf(language);
  const title = faults[fault];
  const way = html`<p><a class="button" href="${inLanguage('/', language)}">${shell.topics}</a></p>`;
  // Elsewhere there is nothing for who has no password, and for whom may ask no more.
  const leads = STATUS[fault] !== 401 && STATUS[fault] !== 429 && STATUS[fault] !== 421;
  const main = html`<div class="fault"><p class="quiet">${STATUS[fault]}</p><h1>${title}</h1>${leads ? way : ''}</div>`;
  return layout({ title, path: '/', main, isFault: true }, language);
}

/** What is to be done first: to connect a platform, or to sign in. */
export type Notice = 'no_platform' | 'sign_in';

/** A page with the way to sign in above it. */
export function withSignIn(page: Page, language: InterfaceLanguage): Page {
  const words = pageWordsOf(language).faults.sign_in;
  const said = html`<a href="/sign-in?language=${language}">${words}</a>`;
  return { ...page, main: html`<p class="note sign-in" role="note">${said}</p>${page.main}` };
}
