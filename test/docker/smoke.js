// A briefing that was made before is there in a new container on the same volume. Plain Node: it runs beside a container,
// with PHASE=write and, after the container was made anew, PHASE=read. BASE_URL is the page's.
import { deepEqual, equal, ok } from 'node:assert/strict';

const { BASE_URL, PHASE } = process.env;
const TOPIC = 'china-russia';

/** What the page has at a path. */
async function get(/** @type {string} */ path) {
  const response = await fetch(new URL(path, BASE_URL));
  const body = await response.text();
  equal(response.status, 200, `GET ${path} answers ${response.status}: ${body.slice(0, 200)}`);
  return JSON.parse(body);
}

/** The topic's editions, each with its briefing opened, so that it is made where it was not. */
async function editions() {
  const { editions } = await get(`/topics/${TOPIC}.json`);
  ok(editions.length > 0, `${TOPIC} has no edition`);
  for (const { briefing } of editions) equal((await get(`/topics/${TOPIC}/${briefing}.json`)).id, briefing);
  return (await get(`/topics/${TOPIC}.json`)).editions;
}

const started = Date.parse((await get('/healthz')).startedAt);
ok(Number.isFinite(started), '/healthz does not tell since when it runs');
const kept = await editions();
for (const { edition, keptAt } of kept) {
  const at = Date.parse(keptAt);
  ok(Number.isFinite(at), `${edition} was not kept: keptAt is ${keptAt}`);
  // This container cannot have made what is older than itself.
  if (PHASE === 'read') ok(at < started, `${edition} was lost: kept since ${keptAt}, after this start`);
}
deepEqual(await editions(), kept, 'what was asked for twice was made twice');
console.log(`${PHASE}: ${kept.map(({ briefing, keptAt }) => `${briefing} kept since ${keptAt}`).join(', ')}`);
