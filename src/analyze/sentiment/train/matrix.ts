/** A matrix times a vector, row-major, and the way back: the work of teaching a network. */

/** `out` = matrix · `vector`; four rows at once, which an interpreter of one number at a time does thrice as fast. */
export function timesVector(matrix: Float32Array, vector: Float32Array, out: Float32Array): void {
  const width = vector.length;
  let k = 0;
  for (; k + 3 < out.length; k += 4) {
    let a = k * width;
    let b = a + width;
    let c = b + width;
    let d = c + width;
    let [w, x, y, z] = [0, 0, 0, 0];
    for (let i = 0; i < width; i++) {
      const v = vector[i]!;
      w += matrix[a++]! * v;
      x += matrix[b++]! * v;
      y += matrix[c++]! * v;
      z += matrix[d++]! * v;
    }
    out[k] = w;
    out[k + 1] = x;
    out[k + 2] = y;
    out[k + 3] = z;
  }
  for (; k < out.length; k++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += matrix[k * width + i]! * vector[i]!;
    out[k] = sum;
  }
}

/** Back through `timesVector`, to the matrix. */
export function outerProduct(matrixGradient: Float32Array, outGradient: Float32Array, vector: Float32Array): void {
  const width = vector.length;
  for (let k = 0, a = 0; k < outGradient.length; k++, a += width) {
    const g = outGradient[k]!;
    if (g === 0) continue;
    for (let i = 0; i < width; i++) matrixGradient[a + i]! += g * vector[i]!;
  }
}

/** Back through `timesVector`, to the vector; four rows at once. */
export function backThrough(matrix: Float32Array, outGradient: Float32Array, vectorGradient: Float32Array): void {
  const width = vectorGradient.length;
  let k = 0;
  for (; k + 3 < outGradient.length; k += 4) {
    const [g, h, p, q] = [outGradient[k]!, outGradient[k + 1]!, outGradient[k + 2]!, outGradient[k + 3]!];
    if (g === 0 && h === 0 && p === 0 && q === 0) continue;
    let a = k * width;
    let b = a + width;
    let c = b + width;
    let d = c + width;
    for (let i = 0; i < width; i++) {
      vectorGradient[i]! += g * matrix[a++]! + h * matrix[b++]! + p * matrix[c++]! + q * matrix[d++]!;
    }
  }
  for (; k < outGradient.length; k++) {
    const g = outGradient[k]!;
    for (let i = 0, a = k * width; i < width; i++, a++) vectorGradient[i]! += g * matrix[a]!;
  }
}
