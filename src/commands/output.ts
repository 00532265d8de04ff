import { once } from 'node:events';
import type { Document } from '../core/document.ts';
import { printable } from '../engine/excerpt.ts';

/** Writes to standard output, and waits where the reader is slower than we are. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Says something to the person, beside the output. What came from a file is made harmless to the terminal. */
export function tell(message: string): void {
  const lines = message.split('\n').map((line) => printable(line, 400));
  process.stderr.write(`readout: ${lines.join('\n')}\n`);
}

/** A value as JSON for people and programs to read. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A document as the terminal shows it. */
export async function rendered(document: Document): Promise<string> {
  const { renderDocument } = await import('../terminal/render.ts');
  const { isTTY, columns } = process.stdout;
  return renderDocument(document, { width: columns || 80, colour: isTTY && process.stdout.hasColors() });
}
