import type { InterfaceLanguage } from '../core/topic.ts';
import { inLanguage, topicPath } from '../view/addresses.ts';

/** What a topic and an edition can be had as, beside their pages. */
const TOPIC_FORMS = ['.atom', '.json', '.md'] as const;
const EDITION_FORMS = ['.annotations.json', '.json', '.md'] as const;
export type TopicForm = (typeof TOPIC_FORMS)[number];
export type EditionForm = (typeof EDITION_FORMS)[number];

/** Reads a topic's part of an address: "china-russia.atom" is a topic and a form. A topic's id holds no dot. */
export function parseTopic(segment: string): { topic: string; form: '' | TopicForm } {
  return split(segment, TOPIC_FORMS, 'topic');
}

/** Reads an edition's part of an address: "2021-02-04.ar.json". An edition's id may hold dots, and its form ends it. */
export function parseEdition(segment: string): { edition: string; form: '' | EditionForm } {
  return split(segment, EDITION_FORMS, 'edition');
}

function split<Form extends string, Name extends string>(segment: string, forms: readonly Form[], name: Name) {
  const form = forms.find((one) => segment.endsWith(one) && segment.length > one.length);
  const id = form === undefined ? segment : segment.slice(0, -form.length);
  return { [name]: id, form: form ?? '' } as Record<Name, string> & { form: '' | Form };
}

/** The media type of each form; JSON-LD's knows no charset, for it is UTF-8 by definition. */
export const MEDIA_TYPES: Record<TopicForm | EditionForm, string> = {
  '.atom': 'application/atom+xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.annotations.json': 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
};

/** What the forms are called, in any language. */
const FORM_NAMES: Record<TopicForm | EditionForm, string> = {
  '.atom': 'Atom',
  '.json': 'JSON',
  '.md': 'Markdown',
  '.annotations.json': 'Web Annotations',
};

/** Another form of what an address shows. */
export type Alternate = { path: string; type: string; title: string };

/** The forms that a topic can be had as. `page`: which of its editions, where there are many. */
export function topicAlternates(topic: string, language: InterfaceLanguage, page = 1): Alternate[] {
  const query = page > 1 ? `?page=${page}` : '';
  return TOPIC_FORMS.map((form) => alternate(`${topicPath(topic, form)}${query}`, form, language));
}

/** Data is the same in every language. */
function alternate(path: string, form: TopicForm | EditionForm, language: InterfaceLanguage): Alternate {
  const worded = form === '.atom' || form === '.md';
  return {
    path: worded ? inLanguage(path, language) : path,
    type: MEDIA_TYPES[form].replace('; charset=utf-8', ''),
    title: FORM_NAMES[form],
  };
}

/** The `Link` header that tells machines of them (RFC 8288). */
export function linkHeader(alternates: readonly Alternate[]): string {
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  return alternates
    .map(({ path, type, title }) => `<${path}>; rel="alternate"; type=${quoted(type)}; title=${quoted(title)}`)
    .join(', ');
}
