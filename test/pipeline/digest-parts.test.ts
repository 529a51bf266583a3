/** Small judgements of a digest: what rose, and how an incident stood when a day ended. */
import { expect, test } from 'vitest';
import type { Severity, TransitionKind } from '../../src/model.ts';
import { stateAt } from '../../src/pipeline/views/digest-incidents.ts';
import { departure } from '../../src/pipeline/views/digest-topics.ts';

const change = (kind: TransitionKind, hour: number, severity: Severity = 3) => ({
  kind,
  at: new Date(Date.UTC(2026, 2, 2, hour)),
  severity,
});
const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));

test('an incident stands as its history had led to by then', () => {
  const history = [
    change('opened', 1),
    change('escalated', 2),
    change('acknowledged', 3),
    change('worse', 4, 5),
    change('muted', 5, 5),
    change('cooling', 6, 4),
    change('worse', 7, 5),
    change('resolved', 8, 4),
    change('reopened', 9),
  ];
  const states = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((hour) => stateAt(history, at(hour)).state);
  expect(states).toEqual('open open open acknowledged acknowledged acknowledged cooling open resolved open'.split(' '));
  expect(stateAt(history, at(5)).severity).toBe(5);
  expect(stateAt(history, at(1)).severity).toBeNull();
});

test('a topic rises or falls where it leaves what past weeks let expect', () => {
  expect(departure(12, [2, 3, 2, 3])).toBeGreaterThan(0);
  expect(departure(4, [2, 3, 2, 3])).toBe(0);
  expect(departure(0, [20, 22, 19, 21])).toBeLessThan(0);
  // One more among none is no rise; three are.
  expect(departure(2, [0, 0, 0, 0])).toBe(0);
  expect(departure(3, [0, 0, 0, 0])).toBeGreaterThan(0);
  // Where weeks differ widely, nothing stands out.
  expect(departure(30, [1, 40, 2, 25])).toBe(0);
});
