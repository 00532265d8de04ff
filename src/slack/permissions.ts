/** What the app asks of a workspace. Each scope is used: https://docs.slack.dev/reference/scopes */
export const SCOPES = [
  // To be mentioned.
  'app_mentions:read',
  // To look whether a post arrived before it is sent again, in public channels and private ones.
  'channels:history',
  'groups:history',
  // To say in which channels one may post (users.conversations, conversations.info).
  'channels:read',
  'groups:read',
  // To answer and post, and to have commands.
  'chat:write',
  'commands',
  // To know who may manage (usergroups.users.list), and a person's language (users.info, locale).
  'usergroups:read',
  'users:read',
] as const;

/** How an app that was installed with fewer scopes gets those of this version. */
export const TAKE_SCOPES =
  'Take the scopes of slack-manifest.yaml (api.slack.com/apps, App Manifest) and install the app again.';

/** The scopes that a token lacks. `granted`: what Slack says it has; null where Slack does not say. */
export function lackingScopes(granted: readonly string[] | null): string[] {
  return granted === null ? [] : SCOPES.filter((scope) => !granted.includes(scope));
}
