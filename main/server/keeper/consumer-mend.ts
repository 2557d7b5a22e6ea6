import { setTimeout as sleep } from "node:timers/promises";
import { keeperConsumerRequest } from "../../contract/keeper-consumer.ts";
import { INTAKE_STREAM } from "../../contract/streams.ts";
import { type Answers, askApi } from "../../nats/answers.ts";
import { apiRefusal, parseApiAnswer } from "../../nats/api-answer.ts";
import { isApiError, KEEPER_API, streamApi } from "../../nats/jetstream-api.ts";

const ANSWER_MS = 4_000;
/** Milliseconds until a second look, because an acknowledged event is removed a moment later. */
const SECOND_LOOK_MS = 1_000;

/** The numbers of the intake, as its stream and its consumer say them. */
export interface IntakeNumbers {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly messages: number;
  /** Everything up to here is settled, and so removed from the stream. */
  readonly settledSeq: number;
  readonly deliveredSeq: number;
}

/**
 * Whether the stream began its numbers anew. The consumer would then never deliver the events up to the number that it
 * delivered before. Seen on nats-server 2.9.10 and 2.10.27, not on 2.15.1: a server that is killed within some two
 * seconds of its start forgets the numbers of a stream that is empty.
 */
export function isRenumbered({
  firstSeq,
  lastSeq,
  messages,
  settledSeq,
  deliveredSeq,
}: IntakeNumbers): boolean {
  return lastSeq < deliveredSeq || (messages > 0 && firstSeq <= settledSeq);
}

/**
 * Makes the keepers' consumer where there is none, and anew where it would skip events. Every event that is not settled is
 * in the stream, so the new one delivers it. Rejects without an answer of the broker.
 */
export async function mendConsumer(answers: Answers, log: (text: string) => void): Promise<void> {
  const make = () => askApi(answers, KEEPER_API.create, keeperConsumerRequest(), ANSWER_MS);
  const numbers = await numbersOf(answers);
  if (numbers === undefined) {
    await make();
    log("keeper: the broker has lost the consumer of its intake; it was made anew");
    return;
  }
  if (!isRenumbered(numbers)) return;
  await sleep(SECOND_LOOK_MS);
  const again = await numbersOf(answers);
  if (again === undefined || !isRenumbered(again)) return;
  await askApi(answers, KEEPER_API.remove, "", ANSWER_MS);
  await make();
  log(
    "keeper: the broker has lost the numbers of its intake; its consumer was made anew, so no event is skipped",
  );
}

/** @returns undefined without a consumer */
async function numbersOf(answers: Answers): Promise<IntakeNumbers | undefined> {
  // The consumer first: what it has delivered is in the stream then.
  const answer = parseApiAnswer(KEEPER_API.info, (await answers.ask(KEEPER_API.info, "", ANSWER_MS)).data);
  if (!answer.ok && isApiError(answer.error, "no-consumer")) return undefined;
  if (!answer.ok) throw apiRefusal(KEEPER_API.info, answer.error);
  const consumer = answer.fields as unknown as {
    readonly delivered: { readonly stream_seq: number };
    readonly ack_floor: { readonly stream_seq: number };
  };
  const { state } = (await askApi(answers, streamApi(INTAKE_STREAM).info, "", ANSWER_MS)) as unknown as {
    readonly state: { readonly first_seq: number; readonly last_seq: number; readonly messages: number };
  };
  return {
    ...{ firstSeq: state.first_seq, lastSeq: state.last_seq, messages: state.messages },
    ...{ settledSeq: consumer.ack_floor.stream_seq, deliveredSeq: consumer.delivered.stream_seq },
  };
}
