import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from "quickjs-emscripten-core";
import type { CodePlace } from "../src/core/rewards/reward";
import type { CodeProblem, Sandbox, SandboxArguments, SandboxOutcome } from "../src/core/rewards/sandbox";

export interface QuickJsOptions {
  /** A fresh interpreter; asked for again when one broke. */
  start: () => Promise<{ module: QuickJSWASMModule; intrinsics: object }>;
  /** In milliseconds. */
  clock: () => number;
}

/** Shown in the stack of errors; the person's code is this file. */
const FILE = "reward.js";

const MEMORY_BYTES = 64 * 1024 ** 2;

/** Of the interpreter's own; beyond it, "stack overflow" is thrown inside the code. */
const STACK_BYTES = 256 * 1024;

/** What a name is worth that the code may have declared; `typeof` asks without an error. */
const NAMED_REWARD = 'typeof reward === "function" ? reward : undefined';

/**
 * The same answer always gets the same reward: there is no luck, as there is no clock (`Date` is left out).
 * Built-in functions that come after are the code's to change: nothing outlives the call.
 */
const NO_LUCK = "delete Math.random";

/**
 * QuickJS, compiled to WebAssembly: a second JavaScript engine whose only ways out are those that its host gives it,
 * and it is given none. Every call has a runtime of its own (0.4 ms), so nothing is left of one when the next begins.
 * A built-in function that computes for long cannot be interrupted; whoever started this worker has to end it then.
 */
export class QuickJsSandbox implements Sandbox {
  private engine: ReturnType<QuickJsOptions["start"]> | undefined;

  constructor(private readonly options: QuickJsOptions) {}

  async load(): Promise<void> {
    await this.started();
  }

  check(code: string, milliseconds: number): Promise<CodeProblem | undefined> {
    return this.within(milliseconds, (context) => {
      const found = rewardFunction(context, code);
      if ("problem" in found) return found.problem;
      found.reward.dispose();
      return undefined;
    });
  }

  call(code: string, given: SandboxArguments, milliseconds: number): Promise<SandboxOutcome> {
    return this.within<SandboxOutcome>(milliseconds, (context) => {
      const found = rewardFunction(context, code);
      if ("problem" in found) return found.problem;
      const handles = argumentHandles(context, given);
      const result = context.callFunction(found.reward, context.undefined, handles);
      for (const handle of [found.reward, ...handles]) handle.dispose();
      if (result.error) return problemOf(context, result.error);
      const returned = returnedValue(context, result.value);
      result.value.dispose();
      return returned;
    });
  }

  /** A failed start is tried again by the next call. */
  private started(): ReturnType<QuickJsOptions["start"]> {
    const starting = (this.engine ??= this.options.start());
    starting.catch(() => {
      if (this.engine === starting) this.engine = undefined;
    });
    return starting;
  }

  private async within<T>(
    milliseconds: number,
    work: (context: QuickJSContext) => T,
  ): Promise<T | CodeProblem> {
    const { module, intrinsics } = await this.started();
    const end = this.options.clock() + milliseconds;
    let late = false;
    try {
      const runtime = module.newRuntime({
        memoryLimitBytes: MEMORY_BYTES,
        maxStackSizeBytes: STACK_BYTES,
        interruptHandler: () => (late ||= this.options.clock() > end),
      });
      const context = runtime.newContext({ intrinsics: { ...intrinsics, Date: false } });
      context.unwrapResult(context.evalCode(NO_LUCK)).dispose();
      const result = work(context);
      context.dispose();
      runtime.dispose();
      return late ? { type: "time-limit" } : result;
    } catch (error) {
      // Nesting that exhausts the stack below QuickJS's own, or a failed assertion: this instance is not to be trusted.
      this.engine = undefined;
      if (late) return { type: "time-limit" };
      return { type: "threw", message: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The function that the code gives, to be disposed. */
function rewardFunction(
  context: QuickJSContext,
  code: string,
): { reward: QuickJSHandle } | { problem: CodeProblem } {
  const result = context.evalCode(code, FILE, { type: "global" });
  if (result.error) return { problem: problemOf(context, result.error) };
  if (context.typeof(result.value) === "function") return { reward: result.value };
  result.value.dispose();
  const named = context.unwrapResult(context.evalCode(NAMED_REWARD));
  if (context.typeof(named) === "function") return { reward: named };
  named.dispose();
  return { problem: { type: "threw", message: "It gives no function." } };
}

function argumentHandles(
  context: QuickJSContext,
  [prompt, answer, reference, about]: SandboxArguments,
): QuickJSHandle[] {
  const json = context.newString(jsonOf(about));
  const global = context.getProp(context.global, "JSON");
  const parse = context.getProp(global, "parse");
  const parsed = context.unwrapResult(context.callFunction(parse, context.undefined, json));
  for (const handle of [json, global, parse]) handle.dispose();
  return [
    context.newString(prompt),
    context.newString(answer),
    reference === undefined ? context.undefined : context.newString(reference),
    parsed,
  ];
}

/** Rows hold plain JSON; whole numbers of 64 bits, as Parquet has them, become numbers. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part));
}

function returnedValue(context: QuickJSContext, handle: QuickJSHandle): SandboxOutcome {
  const kind = context.typeof(handle);
  if (kind === "number") return { type: "number", value: context.getNumber(handle) };
  return { type: "other", kind: kind === "object" && isPromise(context, handle) ? "promise" : kind };
}

function isPromise(context: QuickJSContext, handle: QuickJSHandle): boolean {
  const state = context.getPromiseState(handle);
  if (state.type === "pending") return true;
  if (state.type === "rejected") {
    state.error.dispose();
    return true;
  }
  // For what is no promise, the "value" is the handle itself, which is its owner's to dispose.
  if (state.notAPromise) return false;
  state.value.dispose();
  return true;
}

/** What was thrown, which is disposed. */
function problemOf(context: QuickJSContext, thrown: QuickJSHandle): CodeProblem {
  const text = (name: string): string => {
    const handle = context.getProp(thrown, name);
    const value = context.typeof(handle) === "string" ? context.getString(handle) : "";
    handle.dispose();
    return value;
  };
  if (context.typeof(thrown) !== "object") {
    const message = context.typeof(thrown) === "symbol" ? "a symbol" : context.getString(thrown);
    thrown.dispose();
    return { type: "threw", message: message.slice(0, MOST_MESSAGE) };
  }
  const [name, message, stack] = [text("name"), text("message"), text("stack")];
  thrown.dispose();
  const at = placeOf(stack);
  const words = [name, message].filter((part) => part !== "").join(": ") || "an object";
  return { type: "threw", message: words.slice(0, MOST_MESSAGE), ...(at && { at }) };
}

const MOST_MESSAGE = 1000;

/** The innermost place in the person's code that a stack names. */
function placeOf(stack: string): CodePlace | undefined {
  const [, line, column] = /reward\.js:(\d+):(\d+)/.exec(stack.slice(0, 10_000)) ?? [];
  return line === undefined ? undefined : { line: Number(line), column: Number(column) };
}
