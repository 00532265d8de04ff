/** How far a long task is, in bytes of its input. Does nothing where nobody watches. */
export type Progress = { step: (read: number) => void; end: () => void };

type Screen = { isTTY?: boolean; columns?: number; write: (text: string) => unknown };

const BAR = 24;
/** Often enough to look alive, rarely enough to cost nothing. */
const EVERY_MS = 100;

/**
 * A bar on a terminal that counts articles, and the share of the input where its size is known. `total` is in bytes.
 * `quiet` where the answers themselves go to the same terminal: lines and a bar would overwrite each other.
 */
export function startProgress(screen: Screen, total: number | null, quiet: boolean): Progress {
  if (!screen.isTTY || quiet) return { step: () => {}, end: () => {} };
  const began = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let articles = 0;
  let bytes = 0;
  const draw = (): void => {
    const seconds = Math.max(0.001, (performance.now() - began) / 1000);
    const share = total === null || total === 0 ? null : Math.min(1, bytes / total);
    const count = `${articles} ${articles === 1 ? 'article' : 'articles'}`;
    const line = `${share === null ? '' : `${bar(share)} `}${count}, ${Math.round(articles / seconds)} a second`;
    screen.write(`\r\u001B[2K${line.slice(0, (screen.columns || 80) - 1)}`);
  };
  return {
    step: (read) => {
      articles += 1;
      bytes = read;
      if (performance.now() - drawn < EVERY_MS) return;
      drawn = performance.now();
      draw();
    },
    end: () => {
      draw();
      screen.write('\n');
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * BAR);
  return `${'━'.repeat(full)}${'─'.repeat(BAR - full)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}
