// Stands in for curl, with the options that the pages use: a machine need not have it.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean' },
    fail: { type: 'boolean' },
    head: { type: 'boolean' },
    user: { type: 'string' },
    output: { type: 'string' },
  },
});
const [url = ''] = positionals;
const headers = values.user ? { authorization: `Basic ${Buffer.from(values.user).toString('base64')}` } : {};
const response = await fetch(url, { headers, method: values.head ? 'HEAD' : 'GET', redirect: 'manual' });
const body = await response.text();
if (values.fail && response.status >= 400) {
  process.stderr.write(`curl: (22) The requested URL returned error: ${response.status}\n`);
  process.exitCode = 22;
} else if (values.head) {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  process.stdout.write(`HTTP/1.1 ${response.status} ${response.statusText}\n${lines.join('\n')}\n`);
} else if (values.output) writeFileSync(values.output, body);
else process.stdout.write(body);
