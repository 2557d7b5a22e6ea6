/** How long things wait in one service. No person is in it. */
export interface AgeingLine {
  readonly service: string;
  /** How many things wait, and for how many people. */
  readonly count: number;
  readonly people: number;
  /** Of these people, by how long the oldest of theirs waits. */
  readonly underDay: number;
  readonly oneToThreeDays: number;
  readonly threeToSevenDays: number;
  readonly overSevenDays: number;
  /** Hours that the oldest of all waits. */
  readonly oldestHours: number;
}
