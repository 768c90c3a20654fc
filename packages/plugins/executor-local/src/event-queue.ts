import type { TaskEvent } from "@geoanomaly/core";

/** Events pushed by many, read by one, in order. */
export class EventQueue implements AsyncIterable<TaskEvent> {
  private readonly waiting: TaskEvent[] = [];
  private ended = false;
  private wake: () => void = () => {};

  push(event: TaskEvent): void {
    this.waiting.push(event);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TaskEvent> {
    for (;;) {
      const event = this.waiting.shift();
      if (event !== undefined) yield event;
      else if (this.ended) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }
}
