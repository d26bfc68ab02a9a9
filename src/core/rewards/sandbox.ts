import type { CodePlace } from "./reward";

/** What a person's function is told, in this order. Plain data; it gets a copy. */
export type SandboxArguments = readonly [
  prompt: string,
  answer: string,
  reference: string | undefined,
  context: unknown,
];

/** Why a person's code has no value. */
export type CodeProblem =
  /** It cannot be read, gives no function, or threw; `at` is the place in the code where that is known. */
  { type: "threw"; message: string; at?: CodePlace } | { type: "time-limit" };

/** What came of running a person's code. */
export type SandboxOutcome =
  | { type: "number"; value: number }
  /** It returned something else: `kind` is its `typeof`, or "promise". */
  | { type: "other"; kind: string }
  | CodeProblem;

/**
 * Runs JavaScript that a person wrote where it reaches nothing: no network, page, storage, clock or luck. Every call
 * begins from nothing: what the code keeps in variables is gone when the call ends, so the order of answers cannot
 * matter.
 */
export interface Sandbox {
  /** Loads the interpreter; the others wait for it too. */
  load(): Promise<void>;
  /**
   * Whether the code can be read and gives a function: its last expression where that is one, else the function named
   * `reward`. Undefined where all is well.
   */
  check(code: string, milliseconds: number): Promise<CodeProblem | undefined>;
  /**
   * Calls the code's function once.
   *
   * @param milliseconds after these it is interrupted
   */
  call(code: string, given: SandboxArguments, milliseconds: number): Promise<SandboxOutcome>;
}
