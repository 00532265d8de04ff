import { html } from 'hono/html';
import type { InterfaceLanguage } from '../core/topic.ts';
import { type PageWords, pageWordsOf } from '../languages/page.ts';
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
  const title = pageWordsOf(language).faults[fault];
  return layout({ title, path: '/', main: html`<h1>${title}</h1>` }, language);
}

/** What is to be done first: to connect a platform, or to sign in. */
export type Notice = 'no_platform' | 'sign_in';

/** A page with the way to sign in above it. */
export function withSignIn(page: Page, language: InterfaceLanguage): Page {
  const words = pageWordsOf(language).faults.sign_in;
  const said = html`<a href="/sign-in?language=${language}">${words}</a>`;
  return { ...page, main: html`<p class="notice" role="note">${said}</p>${page.main}` };
}
