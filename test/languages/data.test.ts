import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { HOWS, KINDS } from '../../src/core/briefing.ts';
