import { editionPath, topicPath } from '../view/addresses.ts';

/** What a topic and an edition can be had as, beside their pages. */
export const TOPIC_FORMS = ['.atom', '.json', '.md'] as const;
export const EDITION_FORMS = ['.annotations.json', '.json', '.md'] as const;
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

/** The media type of each form. JSON and JSON-LD are UTF-8 by definition; a charset harms only the latter's parameters. */
export const MEDIA_TYPES: Record<TopicForm | EditionForm, string> = {
  '.atom': 'application/atom+xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.annotations.json': 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
};

/** Another form of what an address shows. */
export type Alternate = { href: string; type: string };

/** The forms that a topic can be had as; `language`: the reader's. */
export function topicAlternates(topic: string, language: string): Alternate[] {
  return TOPIC_FORMS.map((form) => ({ href: inLanguage(topicPath(topic, form), form, language), type: bare(form) }));
}

/** The forms that an edition can be had as. */
export function editionAlternates(topic: string, edition: string, language: string): Alternate[] {
  return EDITION_FORMS.map((form) => ({
    href: inLanguage(editionPath(topic, edition, form), form, language),
    type: bare(form),
  }));
}

/** The `Link` header that tells them to machines (RFC 8288). */
export function linkHeader(alternates: readonly Alternate[]): string {
  return alternates
    .map(({ href, type }) => `<${href}>; rel="alternate"; type="${type.replace(/[\\"]/g, '\\$&')}"`)
    .join(', ');
}

/** Data is the same in every language. */
function inLanguage(path: string, form: TopicForm | EditionForm, language: string): string {
  return form === '.atom' || form === '.md' ? `${path}?language=${language}` : path;
}

function bare(form: TopicForm | EditionForm): string {
  return MEDIA_TYPES[form].replace('; charset=utf-8', '');
}
