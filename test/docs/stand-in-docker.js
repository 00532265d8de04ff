// Stands in for docker where there is none: keeps what it was asked for, a line of JSON each.
import { appendFileSync } from 'node:fs';

appendFileSync('.docker-calls', `${JSON.stringify(process.argv.slice(2))}\n`);
