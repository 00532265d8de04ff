import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { messageOf, UserError } from '../core/errors.ts';

type Fault = { offset: number; what: string };

/**
 * Reads YAML that a person wrote. What is wrong with it is told as "file:line:column: what", for its grammar and for
 * its content alike. `name` is what the person calls the file.
 */
export function readYaml<Schema extends z.ZodType>(source: string, schema: Schema, name: string): z.infer<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) throw tell([{ offset: broken.pos[0], what: broken.message }], lines, name);
  const read = schema.safeParse(valueOfDocument(document, name));
  if (read.success) return read.data;
  throw tell(
    read.error.issues.flatMap((issue) => faultsOf(issue, document)),
    lines,
    name,
  );
}

function valueOfDocument(document: Document, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UserError(`${name}: cannot be read: ${messageOf(error)}`); // aliases without end
  }
}

/** One line for the first fault, and where the others are. */
function tell(faults: readonly Fault[], lines: LineCounter, name: string): UserError {
  const sorted = faults.toSorted((a, b) => a.offset - b.offset);
  const [first, ...others] = sorted.map(({ offset, what }) => ({ ...lines.linePos(offset), what }));
  if (first === undefined) return new UserError(`${name}: cannot be read`);
  const more = [...new Set(others.map(({ line }) => line))].slice(0, 5).join(', ');
  const rest = others.length === 0 ? '' : `\n(${others.length} more of the kind, on line ${more})`;
  return new UserError(`${name}:${first.line}:${first.col}: ${first.what}${rest}`);
}

function faultsOf(issue: z.core.$ZodIssue, document: Document): Fault[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const place = find(document, [...at, key]);
      return { offset: place.key, what: `"${[...at, key].join('.')}" is not known here` };
    });
  }
  const place = find(document, at);
  const name = at.join('.') || 'the file';
  if (issue.code === 'invalid_key') {
    return [
      { offset: place.key, what: `the key "${at.at(-1) ?? ''}" ${issue.issues[0]?.message ?? 'is not allowed'}` },
    ];
  }
  if (!place.found) return [{ offset: place.key, what: `${name} is missing` }];
  return [{ offset: place.value, what: `${name}: ${issue.message}` }];
}

/** Where a path stands in the file: its key, its value, or what is nearest above it. */
function find(document: Document, path: readonly string[]): { found: boolean; key: number; value: number } {
  let node: Node | null = document.contents;
  let key = startOf(node);
  for (const part of path) {
    const step = child(isAlias(node) ? (node.resolve(document) ?? null) : node, part);
    if (step === null) return { found: false, key, value: key };
    node = step.value;
    key = step.key;
  }
  return { found: true, key, value: node === null ? key : startOf(node) };
}

function child(node: Node | null, part: string): { key: number; value: Node | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return isNode(item) ? { key: startOf(item), value: item } : null;
  }
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === part) : undefined;
  if (pair === undefined || !isNode(pair.key)) return null;
  return { key: startOf(pair.key), value: isNode(pair.value) ? pair.value : null };
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
