// The rights that docs/discord.md and docs/slack.md ask for are those that the program asks for.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { PERMISSIONS } from '../../src/discord/permissions.ts';
import { quotedIn, rowsOf } from './pages.ts';

test('Discord: the permissions of the invite link', () => {
  const named = rowsOf('docs/discord.md', 'permission').map(({ permission }) => permission);
  expect(named).toEqual(PERMISSIONS.map(({ name }) => name));
});

test('Slack: the scopes of the manifest', () => {
  const { oauth_config } = parse(readFileSync('slack-manifest.yaml', 'utf8'));
  const named = rowsOf('docs/slack.md', 'scope').flatMap(({ scope = '' }) => quotedIn(scope));
  expect(named.toSorted()).toEqual(oauth_config.scopes.bot.toSorted());
});
