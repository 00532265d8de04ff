// Runs a program under the pinned Node: node tools/node/run.js FILE [ARGUMENT...]
// npm 10, which comes with Node 20, does not put the pinned `node` into node_modules/.bin (npm 11 does), so it is looked
// up by package here. Plain JavaScript, for the machine's own Node reads this file.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED = 26;
const executable = process.platform === 'win32' ? 'node.exe' : 'node';

/** The path of the pinned Node's executable, or undefined where it is not installed (as with --omit=dev). */
function pinned() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    const path = fileURLToPath(new URL(`../../node_modules/${name}/bin/${executable}`, import.meta.url));
    if (existsSync(path)) return path;
  }
  return undefined;
}

/** Whether this process's own Node is recent enough to do without the pinned one. */
export const recent = Number.parseInt(process.versions.node, 10) >= WANTED;

/** Runs `file` with `args` under the pinned Node in this process's place: its streams, signals and exit status. */
export function run(file, args, settings = []) {
  const node = recent ? process.execPath : pinned();
  if (node === undefined) {
    console.error(
      `readout: Node ${WANTED} is needed and this is ${process.version}; run \`npm ci\`, which installs it`,
    );
    process.exit(1);
  }
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(node, [...settings, file, ...args], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) return process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** Goes on as `file` under the same Node with these settings, in this very process; does nothing where it cannot. */
export function replace(file, args, settings) {
  if (process.platform === 'win32' || process.execve === undefined) return;
  // Its warning, that it is new, is of no use to whoever starts a bot.
  process.removeAllListeners('warning');
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...settings, file, ...args], process.env);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [file, ...args] = process.argv.slice(2);
  run(file, args);
}
