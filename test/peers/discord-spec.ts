import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { env } from 'node:process';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Body, bodyOf, type Fault, fault, isBody } from './discord-fault.ts';

/** Checks of what goes over the wire against Discord's own OpenAPI, for an operation such as `POST /channels/{channel_id}/messages`. */
export type Spec = {
  request: (operation: string, body: unknown) => Fault[];
  response: (operation: string, status: number, body: unknown) => Fault[];
};

const FILE = resolve(env.READOUT_SPECS ?? '', 'discord-openapi.json');

let loaded: Spec | null = null;

/** Loads Discord's OpenAPI where it is present; null where it is not. https://github.com/discord/discord-api-spec */
export function loadSpec(): Spec | null {
  if (loaded === null && existsSync(FILE)) loaded = compileSpec(JSON.parse(readFileSync(FILE, 'utf8')));
  return loaded;
}

function compileSpec(document: Body): Spec {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  ajv.addSchema(document, 'discord');
  const compiled = new Map<string, ValidateFunction>();
  const validate = (pointer: string[], body: unknown): Fault[] => {
    if (findIn(document, pointer) === undefined) return [];
    const ref = `discord#/${pointer.map(escapePointer).join('/')}`;
    const check = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, check);
    return check(body) ? [] : faultsOf(check);
  };
  const at = (operation: string) => {
    const [method = '', path = ''] = operation.split(' ');
    return ['paths', path, method.toLowerCase()];
  };
  const schema = ['content', 'application/json', 'schema'];
  return {
    request: (operation, body) => validate([...at(operation), 'requestBody', ...schema], loosen(body)),
    response: (operation, status, body) => {
      const error = ['components', 'responses', status === 429 ? 'ClientRatelimitedResponse' : 'ClientErrorResponse'];
      if (status < 400) return validate([...at(operation), 'responses', String(status), ...schema], loosen(body));
      // The document wants whole numbers for the codes of fields, where the service sends names.
      return status < 500 ? validate([...error, ...schema], { ...bodyOf(body), errors: {} }) : [];
    },
  };
}

function findIn(document: Body, pointer: string[]): unknown {
  return pointer.reduce<unknown>((node, key) => (isBody(node) ? node[key] : undefined), document);
}

const escapePointer = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The document wants `default_member_permissions` as a number in requests, where a string of digits is right. */
function loosen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(loosen);
  if (!isBody(value)) return value;
  const { default_member_permissions: permissions, ...rest } = value;
  if (typeof permissions !== 'string' || !/^\d+$/u.test(permissions) || value.application_id !== undefined)
    return value;
  return { ...rest, default_member_permissions: Number(permissions) };
}

/** The deepest of ajv's complaints: those of an `anyOf` as a whole say nothing that a reader could use. */
function faultsOf(check: ValidateFunction): Fault[] {
  const errors = check.errors ?? [];
  const deepest = Math.max(...errors.map((error) => error.instancePath.split('/').length));
  const telling = errors.filter((error) => error.instancePath.split('/').length === deepest).slice(0, 5);
  return telling.map((error) => {
    const path = error.instancePath.split('/').slice(1);
    const more = error.keyword === 'required' ? '' : ` ${JSON.stringify(error.params)}`;
    return fault(path, 'OPENAPI', `${error.message ?? error.keyword}${more}`);
  });
}
