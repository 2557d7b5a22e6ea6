import { APPROVALS_STREAM, MOST_RETAINED_BYTES } from "../../contract/streams.ts";
import { type Answers, askApi } from "../../nats/answers.ts";
import { streamApi } from "../../nats/jetstream-api.ts";

/** Milliseconds between two looks at the stream. Meanwhile it may grow some MB beyond the bound. */
const LOOK_MS = 5_000;
const ANSWER_MS = 4_000;

/** Whether the stream `APPROVALS` has room for people of whom nothing is retained. Unknown is yes. */
export class Room {
  readonly #answers: Answers;
  readonly #most: number;
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;

  /** @param most bytes */
  constructor(answers: Answers, most = MOST_RETAINED_BYTES) {
    this.#answers = answers;
    this.#most = most;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    void this.#look();
  }

  get isThere(): boolean {
    return this.#bytes < this.#most;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects: what was seen last stays. */
  async #look(): Promise<void> {
    const { info } = streamApi(APPROVALS_STREAM);
    const answer = await askApi(this.#answers, info, "", ANSWER_MS).catch(() => undefined);
    const state = answer?.["state"] as { readonly bytes?: unknown } | undefined;
    if (typeof state?.bytes === "number") this.#bytes = state.bytes;
  }
}
