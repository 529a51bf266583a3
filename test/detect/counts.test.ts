import { describe, expect, it } from 'vitest';
import { incompleteBeta, logGamma, lowerTail, quantile, upperTail } from '../../src/detect/counts.ts';

describe('counts', () => {
  it('knows Γ at whole and half numbers', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12);
  });

  it('sums the Poisson tail', () => {
    // P(X ≥ 6 | 0.5) = 1 − Σ_{0}^{5} e^{-0.5} 0.5^i / i!
    let below = 0;
    let term = Math.exp(-0.5);
    for (let i = 0; i < 6; i++) {
      below += term;
      term *= 0.5 / (i + 1);
    }
    expect(upperTail(6, 0.5, 0)).toBeCloseTo(1 - below, 12);
    expect(upperTail(0, 0.5, 0)).toBe(1);
    expect(upperTail(1, 0, 0)).toBe(0);
  });

  it('sums the negative binomial tail', () => {
    // d = 1 is the geometric distribution with p = μ/(1+μ): P(X ≥ x) = p^x
    expect(upperTail(7, 3, 1)).toBeCloseTo(0.75 ** 7, 12);
    expect(lowerTail(6, 3, 1)).toBeCloseTo(1 - 0.75 ** 7, 12);
  });

  it('approaches the Poisson as dispersion vanishes', () => {
    expect(upperTail(20, 10, 1e-7)).toBeCloseTo(upperTail(20, 10, 0), 6);
  });

  it('inverts itself', () => {
    for (const [mu, d] of [
      [0.3, 0],
      [5, 0.2],
      [400, 0.05],
      [20_000, 1],
    ] as const) {
      for (const p of [0.025, 0.5, 0.999]) {
        const x = quantile(p, mu, d);
        expect(lowerTail(x, mu, d)).toBeGreaterThanOrEqual(p);
        if (x > 0) expect(lowerTail(x - 1, mu, d)).toBeLessThan(p);
      }
    }
  });

  it('keeps I_x(a,b) between 0 and 1', () => {
    expect(incompleteBeta(0.3, 2, 5)).toBeCloseTo(0.579825, 6);
    expect(incompleteBeta(0, 1, 1)).toBe(0);
    expect(incompleteBeta(1, 1, 1)).toBe(1);
  });
});
