/**
 * Distributions of counts: Poisson and negative binomial, with mean μ and variance μ + d·μ² (d = 0: Poisson).
 * Tails by the regularised incomplete gamma and beta functions (Abramowitz & Stegun 6.5, 26.5; Lentz's continued fraction).
 */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos, 15 digits). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** P(X ≥ x) for a count with mean `mu` ≥ 0 and dispersion `d` ≥ 0. */
export function upperTail(x: number, mu: number, d: number): number {
  if (x <= 0) return 1;
  if (mu <= 0) return 0;
  return d > 1e-9 ? incompleteBeta(mu / (mu + 1 / d), x, 1 / d) : lowerGamma(x, mu);
}

/** P(X ≤ x). */
export function lowerTail(x: number, mu: number, d: number): number {
  return x < 0 ? 0 : 1 - upperTail(Math.floor(x) + 1, mu, d);
}

/** Smallest count x with P(X ≤ x) ≥ p. */
export function quantile(p: number, mu: number, d: number): number {
  if (mu <= 0) return 0;
  let high = 1;
  while (lowerTail(high, mu, d) < p) high *= 2;
  let low = high > 1 ? high / 2 : 0;
  if (lowerTail(0, mu, d) >= p) return 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (lowerTail(middle, mu, d) >= p) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Surprise at `x` or more: −log10 P(X ≥ x), 0 below the mean. A saddlepoint approximation with continuity correction
 * (Lugannani & Rice 1980; Daniels 1987), within a few hundredths of the exact tail and finite where that underflows.
 * Example: `surprise(6, 0.5, 0)` is 4.85: six where half a one is expected happens once in 70,000 windows.
 */
export function surprise(x: number, mu: number, d: number): number {
  if (x <= mu) return 0;
  const k = 1 / Math.max(d, 1e-9);
  const q = x - 0.5;
  const deviance = 2 * (q * Math.log(q / mu) - (q + k) * Math.log1p((q - mu) / (mu + k)));
  if (!(deviance > 0.5) || q <= mu) return 0.3;
  const w = Math.sqrt(deviance);
  const tilt = Math.log((q * (mu + k)) / (mu * (q + k)));
  const correction = 1 / (2 * Math.sinh(tilt / 2) * Math.sqrt(q + (q * q) / k)) - 1 / w;
  return deviance / 2 / Math.LN10 + HALF_LOG_TAU / Math.LN10 - Math.log10(Math.max(1e-12, mills(w) + correction));
}

const HALF_LOG_TAU = 0.9189385332046727;

/** Mills ratio of the normal distribution, (1 − Φ(w))/φ(w), for w > 0.7: continued fraction. */
function mills(w: number): number {
  let f = w + 12 / (w + 6);
  for (let n = 11; n >= 1; n--) f = w + n / f;
  return 1 / f;
}

/** ln of the likelihood ratio of a count under mean `factor`·mu against mean mu, dispersion `d`. */
export function logRatio(x: number, mu: number, d: number, factor: number): number {
  const k = 1 / Math.max(d, 1e-6);
  return x * Math.log(factor) - (x + k) * Math.log((k + factor * mu) / (k + mu));
}

/** Regularised lower incomplete gamma P(a, x). */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000; n++) {
      term *= x / (a + n);
      sum += term;
      if (term < sum * 1e-14) break;
    }
    return Math.min(1, front * sum);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let e = 1 / b;
  let h = e;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    e = 1 / guard(an * e + b);
    c = guard(b + an / c);
    const step = e * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-14) break;
  }
  return Math.max(0, 1 - front * h);
}

/** Regularised incomplete beta I_x(a, b). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return Math.min(1, (front * betaFraction(x, a, b)) / a);
  return Math.max(0, 1 - (front * betaFraction(1 - x, b, a)) / b);
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-13) break;
  }
  return h;
}

function guard(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x;
}
