import { expect, it } from 'vitest';
import { Lanes } from '../../src/crawl/lanes.ts';

it('lets in as many as the lane is wide, the others in order as places come free', async () => {
  const lanes = new Lanes();
  const order: string[] = [];
  const enter = async (name: string) => {
    const leave = await lanes.enter('a.test', 2);
    order.push(name);
    return leave;
  };
  const [first, second] = [await enter('first'), await enter('second')];
  const third = enter('third');
  const fourth = enter('fourth');
  const elsewhere = await lanes.enter('b.test', 1);
  await Promise.resolve();
  expect(order).toEqual(['first', 'second']);
  second();
  (await third)();
  await fourth;
  expect(order).toEqual(['first', 'second', 'third', 'fourth']);
  first();
  elsewhere();
  (await fourth)();
  // All have left: the next ones find the lane empty.
  await Promise.all([enter('fifth'), enter('sixth')]);
  expect(order).toHaveLength(6);
});
