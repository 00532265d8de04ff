import { expect, test } from 'vitest';
import { fault, faultFrom, fine, sumUp } from '../../src/core/finding.ts';

test('a message of ours is parted into what is wrong and what to do', () => {
  expect(faultFrom('x', 'a is wrong; do b; or c', 'else')).toEqual(fault('x', 'a is wrong', 'do b; or c'));
  expect(faultFrom('x', 'a is wrong\n(2 more)', 'else')).toEqual(fault('x', 'a is wrong (2 more)', 'else'));
});

test('of many that are fine the first are told; what is not fine always is', async () => {
  const many = [fine('1', ''), fine('2', ''), fine('3', ''), fault('4', '', ''), fine('5', ''), fault('6', '', '')];
  const told = await Array.fromAsync(sumUp(many, 'all', 2));
  expect(told.map(({ of }) => of)).toEqual(['1', '2', '4', '6', 'all']);
  expect(told.at(-1)).toEqual(fine('all', '2 more are as they should be'));
  expect(await Array.fromAsync(sumUp(many.slice(0, 2), 'all', 2))).toHaveLength(2);
});
