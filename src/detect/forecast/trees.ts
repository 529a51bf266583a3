/** Boosted regression trees, as they are stored: a sum of trees over named features. */

export interface Trees {
  readonly base: number;
  /**
   * Nodes of all trees in preorder. A node splits on `feature[i]` (index into the names) at `threshold[i]`: up to it
   * on to the next node, above it on to `right[i]`. A leaf has feature −1 and its value in `threshold`.
   */
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly right: readonly number[];
  /** Where each tree begins. */
  readonly roots: readonly number[];
}

/** Sum of the trees at `x`, whose numbers are in the order of the names the trees were trained with. */
export function sumTrees(trees: Trees, x: ArrayLike<number>): number {
  let sum = trees.base;
  for (const root of trees.roots) {
    let at = root;
    for (;;) {
      const feature = trees.feature[at]!;
      if (feature < 0) break;
      at = x[feature]! <= trees.threshold[at]! ? at + 1 : trees.right[at]!;
    }
    sum += trees.threshold[at]!;
  }
  return sum;
}
