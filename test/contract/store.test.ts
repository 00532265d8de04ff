import { describe, expect, test } from 'vitest';
import { freshPlace, KINDS } from './stores.ts';

describe.each(KINDS)('%s', (kind) => {
  test('opens', async () => {
    const place = await freshPlace(kind);
    const store = await place.open();
    expect(await store.archive.version()).toBe('001');
    expect(await store.archive.isEmpty()).toBe(true);
    await place.remove();
  }, 60000);
});
