import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Where Discord's OpenAPI document may be found: it is not part of the project. */
const PATH = join(process.env.READOUT_SPECS ?? '', 'discord-openapi.json');

export const hasSpecification = existsSync(PATH);

/** A check against one of the schemas of Discord's OpenAPI document: what is wrong, as one text; null where nothing is. */
export function checkAgainst(schema: string): (value: unknown) => string | null {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema(JSON.parse(readFileSync(PATH, 'utf8')), 'discord');
  const validate = ajv.compile({ $ref: `discord#/components/schemas/${schema}` });
  return (value) => (validate(value) ? null : ajv.errorsText(validate.errors));
}
