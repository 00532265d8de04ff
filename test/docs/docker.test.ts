// The files that docs/docker.md shows fit the image and compose.yaml. Its commands are checked by commands.test.ts.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkDocker, composeFile, instruction, volumes } from './docker.ts';
import { blocksOf, quotedIn, rowsOf } from './pages.ts';

const PAGE = 'docs/docker.md';
const files = (mark: string) => blocksOf(PAGE).filter(({ marks }) => marks.test === mark);

test('compose.override.yaml puts a folder where a service has a volume', () => {
  const services = composeFile().services;
  for (const { text, at } of files('compose')) {
    const override = parse(text) as { services: Record<string, { volumes: string[] }> };
    for (const [name, { volumes: own }] of Object.entries(override.services)) {
      expect(Object.keys(services), at).toContain(name);
      const paths = (services[name]?.volumes ?? []).map((one) => one.split(':')[1]);
      for (const one of own) expect(paths, at).toContain(one.split(':')[1]);
    }
  }
});

test('the Deployment has the image’s port, user and volumes', () => {
  const [{ text, at } = { text: '', at: '' }] = files('kubernetes');
  const { spec } = parse(text).spec.template;
  const [container] = spec.containers;
  expect([container.ports[0].containerPort, container.livenessProbe.httpGet.port], at).toEqual([8080, 8080]);
  expect(instruction('EXPOSE')).toBe('8080');
  expect(`${spec.securityContext.runAsUser}:${spec.securityContext.runAsGroup}`).toBe(instruction('USER'));
  for (const { mountPath } of container.volumeMounts) expect(volumes()).toContain(mountPath);
  const paths = rowsOf('docs/operations.md', 'address').map(({ address = '' }) => quotedIn(address)[0]);
  for (const probe of [container.livenessProbe, container.readinessProbe]) expect(paths).toContain(probe.httpGet.path);
});

test.each([
  ['compose', '--profile', 'big', 'up', '-d'],
  ['compose', 'up', '-d', 'replica'],
  ['compose', 'up', '--detached'],
  ['compose', 'exec', 'readout', 'sh'],
  ['compose', 'exec', 'readout', 'readout', 'backups'],
  ['compose', 'cp', 'a', 'readout:/etc/'],
  ['run', '--publish', '8080:8080', 'readout'],
  ['run', '--volume', 'a:/data', 'readout'],
  ['system', 'prune'],
])('what the image does not have is told: docker %s %s %s', async (...call) => {
  await expect(checkDocker(call)).rejects.toThrow();
});
