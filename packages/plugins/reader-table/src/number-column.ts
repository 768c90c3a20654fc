/** A column of doubles that grows. */
export class NumberColumn {
  private numbers = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.numbers.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.numbers);
      this.numbers = wider;
    }
    this.numbers[this.length++] = value;
  }

  /** What was pushed; shares memory with the column. */
  view(): Float64Array {
    return this.numbers.subarray(0, this.length);
  }
}
