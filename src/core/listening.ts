import type { Failure } from './connection.ts';
import { messageOf } from './errors.ts';

/** Where a port is listened at. */
export type ListenAddress = { host: string; port: number };

/** The host as the system takes it: an IPv6 address without its brackets. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/u, '$1');
}

/** The address as people read it: an IPv6 address in brackets. */
export function hostAndPort({ host, port }: ListenAddress): string {
  const bare = bareHost(host);
  return `${bare.includes(':') ? `[${bare}]` : bare}:${port}`;
}

/** Why a port cannot be listened at, and how that is mended. */
const LISTENING: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  EADDRINUSE: ['another program has it', 'stop that program, or set READOUT_WEB to a free port (HOST:PORT)'],
  EACCES: ['the system does not allow it', 'set READOUT_WEB to a port from 1024 on (HOST:PORT)'],
  EADDRNOTAVAIL: ['this machine has no such address', 'set READOUT_WEB to an address of this machine (HOST:PORT)'],
  ENOTFOUND: ['there is no host of this name', 'set READOUT_WEB to an address of this machine (HOST:PORT)'],
};

/** What the system's refusal to listen means, and what to do about it. */
export function listenFault(error: unknown): { why: string; remedy: string } {
  const { code } = (error ?? {}) as { code?: unknown };
  const [why, remedy] = LISTENING[String(code)] ?? [
    typeof code === 'string' ? code : messageOf(error),
    'set READOUT_WEB to another HOST:PORT',
  ];
  return { why, remedy };
}

/** The same as a failure. `what`: what does not work because of it. */
export function listenFailure(what: string, error: unknown): Extract<Failure, { type: 'permanent' }> {
  const { address, port } = (error ?? {}) as { address?: unknown; port?: unknown };
  const at = address === undefined ? `port ${port}` : `${address}, port ${port}`;
  const { why, remedy } = listenFault(error);
  return { type: 'permanent', what: `${what} at ${at}: ${why}`, remedy };
}
