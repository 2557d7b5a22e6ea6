import type { Problem } from "../../core/problem.ts";

/** The app cannot start, for a reason that the person or the administrator can remove. */
export class CannotStart extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super([problem.key, ...problem.args].join(" "));
    this.name = "CannotStart";
    this.problem = problem;
  }
}
