/**
 * The chance of PyTorch's generator on a CPU, so that a seed draws the same
 * here as in the library: the Mersenne Twister of Matsumoto and Nishimura.
 */

const [SIZE, MIDDLE] = [624, 397];

export class Chance {
  #state = new Uint32Array(SIZE);
  #next = SIZE;

  /** @param {number} seed a whole number from 0 to 2^53 */
  constructor(seed) {
    const state = this.#state;
    state[0] = seed % 2 ** 32; // as PyTorch takes it
    for (let i = 1; i < SIZE; i++) {
      const before = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(1812433253, before) + i;
    }
  }

  #twist() {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const following = state[(i + 1) % SIZE];
      const mixed = (state[i] & 0x80000000) | (following & 0x7fffffff);
      const turned = (mixed >>> 1) ^ (following & 1 ? 0x9908b0df : 0);
      state[i] = state[(i + MIDDLE) % SIZE] ^ turned;
    }
    this.#next = 0;
  }

  /** @returns {number} a whole number below 2^32 */
  whole() {
    if (this.#next === SIZE) this.#twist();
    let y = this.#state[this.#next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** @returns {number} from 0 to 1, 1 excluded, of 24 bits: `torch.rand` */
  uniform() {
    return (this.whole() & 0xffffff) / 2 ** 24;
  }

  /** @param {number} limit @returns {number} below it: `torch.randint` */
  below(limit) {
    return this.whole() % limit;
  }
}

/**
 * A bootstrap sample of the texts; all of them without a seed.
 * @param {string[]} texts
 * @param {number|null} seed
 * @returns {string[]}
 */
export function draw(texts, seed) {
  if (seed === null) return texts;
  const chance = new Chance(seed);
  return texts.map(() => texts[chance.below(texts.length)]);
}

/**
 * Gumbel noise, so that a seed draws among the best; zeros without one.
 * @param {number} count
 * @param {number|null} seed
 * @param {number} scale
 * @returns {number[]}
 */
export function luck(count, seed, scale) {
  if (seed === null) return Array(count).fill(0);
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => {
    const drawn = Math.max(Math.fround(1e-9), chance.uniform());
    const once = Math.fround(Math.log(drawn)); // float32, as tensors are
    return Math.fround(-scale * Math.fround(Math.log(-once)));
  });
}
