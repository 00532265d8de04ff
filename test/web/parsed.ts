// A page as a browser's parser reads it, to be asked what stands where.
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

/** Every element of a page, in order. */
export function elementsOf(page: string): Element[] {
  return within(parse(page));
}

/** The elements inside a node, in order. */
export function within(node: Node): Element[] {
  if (!('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...within(child)] : []));
}

/** What textContent is in a browser. */
export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

export function attribute(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}

export function hasClass(element: Element, name: string): boolean {
  return attribute(element, 'class')?.split(' ').includes(name) ?? false;
}

/** The only element that answers. */
export function only(elements: readonly Element[], is: (element: Element) => boolean): Element {
  const found = elements.filter(is);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} elements instead of one`);
  return found[0];
}

/** What of a page would run or reach where it must not: scripts and styles inside it, handlers, addresses of no web. */
export function dangersIn(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    const inline = ['script', 'style'].includes(element.tagName) && textOf(element) !== '' ? [element.tagName] : [];
    const attributes = element.attrs.filter(
      ({ name, value }) =>
        /^(?:on|style$|srcdoc$)/u.test(name) ||
        (['href', 'src', 'action', 'formaction'].includes(name) && !/^(?:https?:\/\/|\/(?!\/)|#)/u.test(value)),
    );
    return [...inline, ...attributes.map(({ name, value }) => `${element.tagName} ${name}=${value}`)];
  });
}
