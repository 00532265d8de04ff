#!/usr/bin/env node
// The `readout` command: reads the command line, runs what it asks for, and says what went wrong. A command is loaded when
// it is asked for.
import { CommanderError } from 'commander';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import { tell } from './commands/output.ts';
import { Cancelled, messageOf, UserError } from './core/errors.ts';
import { commandLine, type Handlers, statusOf, UsageError } from './terminal/commands.ts';

const HANDLERS: Handlers = {
  brief: async (request) => (await import('./commands/brief.ts')).brief(request),
  batch: async (path) => (await import('./commands/batch.ts')).batch(path),
  verify: async (briefing, article) => (await import('./commands/verify.ts')).verify(briefing, article),
  serve: async () => (await import('./commands/serve.ts')).serve(manifest.version),
  check: async (asJson) => (await import('./commands/check.ts')).check(asJson),
  status: async (reader) => (await import('./commands/store.ts')).status(reader),
  backup: async (path) => (await import('./commands/store.ts')).backup(path),
  restore: async (path, replace) => (await import('./commands/store.ts')).restore(path, replace),
  setup: async (request) => (await import('./commands/setup.ts')).setup(request),
};

/** What shells give for a run that Ctrl-C ended. */
const INTERRUPTED = 130;

/** The exit status for what went wrong, once the person was told. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return statusOf(error);
  if (error instanceof Cancelled) {
    tell(error.message);
    return INTERRUPTED;
  }
  tell(error instanceof UserError ? error.message : `failed, by a fault of its own: ${messageOf(error)}`);
  return error instanceof UsageError ? 2 : 1;
}

// zod would compile each schema to code of its own, which pays off after more checks than a run makes.
z.config({ jitless: true });

// A reader that went away (`| head`) and Ctrl-C end the run without a word.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : explain(error)));
process.on('SIGINT', () => process.exit(INTERRUPTED));

const done = (status: number): void => {
  process.exitCode = status;
};
try {
  await commandLine(HANDLERS, manifest.version, done).parseAsync();
} catch (error) {
  done(explain(error));
}
