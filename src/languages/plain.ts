/**
 * A reader for the plain part of YAML that the data files keep to: block maps and lists, scalars on one line (plain or
 * quoted), flow maps and lists of such scalars on one line, comments. A test holds it against the whole of YAML on
 * every file. What it does not know it leaves to the real parser.
 */

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
type Row = { indent: number; text: string };

class NotPlain extends Error {}

/** The value of a plain document, or null where the text needs the whole of YAML. */
export function parsePlain(text: string): { value: unknown } | null {
  try {
    const rows = text.split('\n').flatMap(toRow);
    const reader = { rows, at: 0 };
    const value = rows.length === 0 ? null : readBlock(reader, rows[0]?.indent ?? 0);
    return reader.at === rows.length ? { value } : null;
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

function toRow(line: string): Row[] {
  const text = line.trimEnd();
  const indent = text.search(/[^ ]/);
  if (indent < 0 || text[indent] === '#') return [];
  return [{ indent, text: text.slice(indent) }];
}

type Reader = { rows: Row[]; at: number };

function readBlock(reader: Reader, indent: number): Value {
  return reader.rows[reader.at]?.text.startsWith('- ') ? readList(reader, indent) : readMap(reader, indent);
}

function readMap(reader: Reader, indent: number): Value {
  const map: Record<string, Value> = {};
  for (let row = reader.rows[reader.at]; row && row.indent >= indent; row = reader.rows[reader.at]) {
    const entry = /^([\p{L}\p{N}_./-]+|"[^"\\]*"):(?: +(.*))?$/u.exec(row.text);
    if (row.indent > indent || !entry) throw new NotPlain();
    const key = (entry[1] ?? '').replace(/^"|"$/g, '');
    if (Object.hasOwn(map, key) || key === '__proto__') throw new NotPlain();
    reader.at++;
    map[key] = entry[2] === undefined || entry[2].startsWith('#') ? readNested(reader, indent) : readScalar(entry[2]);
  }
  return map;
}

function readNested(reader: Reader, indent: number): Value {
  const next = reader.rows[reader.at];
  if (!next) return null;
  // A list may stand at the indent of its key.
  if (next.indent > indent || (next.indent === indent && next.text.startsWith('- ')))
    return readBlock(reader, next.indent);
  return null;
}

function readList(reader: Reader, indent: number): Value {
  const list: Value[] = [];
  for (let row = reader.rows[reader.at]; row && row.indent >= indent; row = reader.rows[reader.at]) {
    if (row.indent === indent && !row.text.startsWith('- ')) break;
    if (row.indent > indent) throw new NotPlain();
    const item = row.text.slice(2).trimStart();
    if (/^[^"'[{][^"']*:(?: |$)/u.test(item) || item === '' || item.startsWith('- ')) {
      // A map or list that begins on the line of its dash: read it as rows of its own, indented past the dash.
      const inner = indent + (row.text.length - item.length);
      if (item === '') throw new NotPlain();
      reader.rows[reader.at] = { indent: inner, text: item };
      list.push(readBlock(reader, inner));
    } else {
      reader.at++;
      list.push(readScalar(item));
    }
  }
  return list;
}

function readScalar(text: string): Value {
  const flow = { text, at: 0 };
  const value = readFlow(flow, false);
  const rest = flow.text.slice(flow.at);
  if (rest.trim() !== '' && !/^ +#/.test(rest)) throw new NotPlain();
  return value;
}

type Flow = { text: string; at: number };

function readFlow(flow: Flow, inside: boolean): Value {
  const rest = flow.text.slice(flow.at);
  const quoted = /^"((?:[^"\\]|\\["\\])*)"/.exec(rest) ?? /^'((?:[^']|'')*)'/.exec(rest);
  if (quoted) {
    flow.at += quoted[0].length;
    const body = quoted[1] ?? '';
    return rest[0] === '"' ? body.replace(/\\(.)/g, '$1') : body.replaceAll("''", "'");
  }
  if (rest[0] === '{' || rest[0] === '[') return readFlowCollection(flow, rest[0] === '{' ? '}' : ']');
  if (/^[[\]{},&*!|>%@`"'#]|^[-?:](?= |$)/.test(rest)) throw new NotPlain();
  const plain = (inside ? /^(?:(?![,[\]{}]|: | #).)+/u : /^(?:(?!: | #|:$).)+/u).exec(rest)?.[0];
  if (plain === undefined) throw new NotPlain();
  flow.at += plain.length;
  return resolve(plain.trim());
}

function readFlowCollection(flow: Flow, close: '}' | ']'): Value {
  const list: Value[] = [];
  const map: Record<string, Value> = {};
  flow.at++;
  for (;;) {
    skipSpaces(flow);
    if (flow.text[flow.at] === close) break;
    if (close === '}') {
      const key = /^([\p{L}\p{N}_.-]+|"[^"\\]*"): +/u.exec(flow.text.slice(flow.at));
      if (!key) throw new NotPlain();
      flow.at += key[0].length;
      map[(key[1] ?? '').replace(/^"|"$/g, '')] = readFlow(flow, true);
    } else list.push(readFlow(flow, true));
    skipSpaces(flow);
    if (flow.text[flow.at] === ',') flow.at++;
    else if (flow.text[flow.at] !== close) throw new NotPlain();
  }
  flow.at++;
  return close === '}' ? map : list;
}

function skipSpaces(flow: Flow): void {
  while (flow.text[flow.at] === ' ') flow.at++;
}

function resolve(plain: string): Value {
  if (/^(?:null|Null|NULL|~|)$/.test(plain)) return null;
  if (/^(?:true|True|TRUE)$/.test(plain)) return true;
  if (/^(?:false|False|FALSE)$/.test(plain)) return false;
  if (/^[-+]?\d+$/.test(plain) && !/^[-+]?0\d/.test(plain)) return Number(plain);
  // Every other thing that begins like a number: let the real parser say what it is.
  if (/^[-+]?\.?\d[\w.:+-]*$|^[-+]?\.(?:inf|nan)$/i.test(plain)) throw new NotPlain();
  return plain;
}
