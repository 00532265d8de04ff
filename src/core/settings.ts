/** How to reach Discord. `api`: another REST root, for test servers and proxies. */
export type DiscordSettings = { token: string; devGuild: string | null; api: string | null };

/**
 * How to reach Slack: by a socket that we open, or by requests that Slack sends here. `managers`: the id of the user
 * group whose members may manage, beside the workspace's owners and admins; null where there is none.
 */
export type SlackSettings = { botToken: string; api: string | null; managers: string | null; mode: SlackMode };
export type SlackMode = { type: 'socket'; appToken: string } | { type: 'http'; signingSecret: string };

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The web page: where it listens, the address under which people reach it (null: none is told to anybody), the password
 * that opens it (null: it is open), and how many proxies of ours requests come through, each of which tells in
 * X-Forwarded-For whom it had it from.
 */
export type WebSettings = {
  host: string;
  port: number;
  publicUrl: string | null;
  password: string | null;
  proxies: number;
};
