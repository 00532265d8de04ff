// Docker's HEALTHCHECK: asks the page in the same container whether it is well. Exit status 0 if so, else 1, with the
// reason. It runs every half minute beside the bot, in the same memory limit: over a bare socket it has 9 MB of its own
// (the 39 MB of Node's program are shared with the bot), with node:http 16, with fetch 17.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** Two seconds before Docker would end this itself, which tells nothing (HEALTHCHECK --timeout). */
const TIMEOUT_MS = 3_000;

/** Ends this process with what Docker is to know. */
function end(/** @type {boolean} */ well, /** @type {string} */ reason) {
  (well ? process.stdout : process.stderr).write(`${reason}\n`);
  process.exit(well ? 0 : 1);
}

/** READOUT_WEB as `serve` reads it; whatever is wrong with it, `serve` tells. */
function setting() {
  const { READOUT_WEB: direct, READOUT_WEB_FILE: file } = process.env;
  return direct?.trim() || (file?.trim() && readFileSync(file.trim(), 'utf8').trim()) || '127.0.0.1:8080';
}

/** Where to ask: a page on all addresses is asked on loopback, in its own family. */
function target(/** @type {string} */ web) {
  const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(web) ?? [];
  const own = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return { host: own, port: Number(port) };
}

const web = setting();
if (web === 'off') end(true, 'there is no page to ask: READOUT_WEB is off');
const { host, port } = target(web);
setTimeout(() => end(false, `no answer from ${web} within ${TIMEOUT_MS / 1000} s`), TIMEOUT_MS);

let answer = '';
const socket = connect({ host, port }, () => {
  socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`);
});
socket.setEncoding('latin1');
socket.on('data', (text) => {
  answer += text;
  if (!answer.includes('\r\n')) return;
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(answer)?.[1];
  end(status === '200', `/healthz answers ${status ?? 'something that is not HTTP'}`);
});
socket.on('error', (error) => end(false, `cannot reach ${web}: ${error.message}`));
socket.on('end', () => end(false, `${web} closed the connection without an answer`));
