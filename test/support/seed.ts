/** Randomness in tests is seeded: a property that fails does so for everyone, until it is mended. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_122 });
