/**
 * Independent signs of equal probability, the same for the same seed on every machine: a counter mixed by the finaliser of MurmurHash3.
 * Signs have mean 0 and variance 1 like normal deviates; where only covariances matter they are as good and need no logarithm.
 */
export class RandomSigns {
  #counter: number;

  constructor(seed: number, stream: number) {
    this.#counter = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul((stream + 1) | 0, 0x85ebca77)) | 0;
  }

  next(): 1 | -1 {
    this.#counter = (this.#counter + 0x6d2b79f5) | 0;
    let h = this.#counter;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    return (h & 0x10000) === 0 ? 1 : -1;
  }

  fill(length: number): Float64Array {
    return Float64Array.from({ length }, () => this.next());
  }
}
