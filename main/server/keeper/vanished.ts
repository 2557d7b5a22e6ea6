import { parseDocument } from "../../contract/document.ts";

/** How far a consumer is: the numbers of its last delivery, and of the newest message that it ever delivered. */
export interface Delivery {
  /** Grows by one with each delivery, a repeated one too. */
  readonly delivery: number;
  /** The message's number in the stream. */
  readonly sequence: number;
}

/**
 * Counts the messages that left the stream before anybody had them, because of their age or because somebody removed
 * them. As long as the deliveries follow each other no other keeper had one, so a gap in the stream is such a message.
 */
export class Vanished {
  #last: Delivery | undefined;

  /** @param last undefined if it is not known */
  constructor(last: Delivery | undefined) {
    this.#last = last;
  }

  /** How many there are between the newest message and this one. @param isFirst whether it was never delivered before */
  before({ delivery, sequence }: Delivery, isFirst: boolean): number {
    const last = this.#last;
    // After a lost leader a consumer may deliver again what it counts as new.
    this.#last = { delivery, sequence: Math.max(sequence, last?.sequence ?? 0) };
    const isNext = isFirst && last !== undefined && delivery === last.delivery + 1;
    return isNext ? Math.max(0, sequence - last.sequence - 1) : 0;
  }
}

const MAX_INFO_BYTES = 64 * 1024;

/** Reads the broker's answer about a consumer; undefined when it says nothing of deliveries. Never throws. */
export function deliveryIn(info: Uint8Array): Delivery | undefined {
  const document = parseDocument(info, MAX_INFO_BYTES);
  const delivered = document.ok ? document.value["delivered"] : undefined;
  if (typeof delivered !== "object" || delivered === null) return undefined;
  const { consumer_seq, stream_seq } = delivered as Readonly<Record<string, unknown>>;
  if (typeof consumer_seq !== "number" || typeof stream_seq !== "number") return undefined;
  return { delivery: consumer_seq, sequence: stream_seq };
}
