import { html } from 'hono/html';
import type { Wording } from '../../core/document.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import type { Html } from '../layout.ts';

/** A wording in its own language and direction, with what the reader is told of it. */
export function said(wording: Wording, language: InterfaceLanguage): Html {
  return html`<p class="${wording.made === 'article' ? 'quoted' : 'worded'}"${foreign(wording, language)}>${wording.text}${made(wording)}</p>`;
}

/** By whom words are that the article does not have. */
export function made(wording: Wording | undefined): Html | string {
  return wording?.mark ? html` <span class="made">${wording.mark}</span>` : '';
}

/** The attributes of what is in another language than the page. */
export function foreign(wording: Wording, language: InterfaceLanguage): Html | string {
  if (wording.language === language) return '';
  return html` lang="${wording.language}" dir="${wording.direction}"`;
}
