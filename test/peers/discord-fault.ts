/** JSON as it comes over the wire, nothing about it known yet. */
export type Body = Record<string, unknown>;

/** One thing that Discord refuses: where in the body, Discord's own code for it, and in words. */
export type Fault = { path: (string | number)[]; code: string; message: string };

export const fault = (path: (string | number)[], code: string, message: string): Fault => ({ path, code, message });

export const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const bodyOf = (value: unknown): Body => (isBody(value) ? value : {});

export const listOf = (value: unknown): Body[] => (Array.isArray(value) ? value.map(bodyOf) : []);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Characters as JSON Schema counts them, which Discord's own OpenAPI uses for its lengths: code points. */
export const lengthOf = (value: unknown): number => [...textOf(value)].length;

/** Refuses a text outside of `min` to `max` characters; an absent one only where `min` is above 0. */
export function checkLength(value: unknown, path: (string | number)[], min: number, max: number): Fault[] {
  if (value === undefined || value === null) {
    return min > 0 ? [fault(path, 'BASE_TYPE_REQUIRED', 'This field is required')] : [];
  }
  if (typeof value !== 'string') return [fault(path, 'BASE_TYPE_BAD_STRING', 'Could not interpret value as string.')];
  const length = lengthOf(value);
  if (length >= min && length <= max) return [];
  if (min === 0) return [fault(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)];
  return [fault(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)];
}

/** Refuses a list that is shorter than `min` or longer than `max`; an absent one only where `min` is above 0. */
export function checkCount(value: unknown, path: (string | number)[], min: number, max: number): Fault[] {
  if (value === undefined || value === null) {
    return min > 0 ? [fault(path, 'BASE_TYPE_REQUIRED', 'This field is required')] : [];
  }
  if (!Array.isArray(value)) return [fault(path, 'BASE_TYPE_BAD_LIST', 'Only iterables may be used in a ListType')];
  if (value.length >= min && value.length <= max) return [];
  return [fault(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)];
}

/** Discord's tree of errors: keys down to `_errors` (https://discord.com/developers/docs/reference#error-messages). */
export function errorTree(faults: Fault[]): Body {
  const tree: Body = {};
  for (const { path, code, message } of faults) {
    let node = tree;
    for (const key of path) {
      node[key] = bodyOf(node[key]);
      node = node[key] as Body;
    }
    node._errors = [...listOf(node._errors), { code, message }];
  }
  return tree;
}
