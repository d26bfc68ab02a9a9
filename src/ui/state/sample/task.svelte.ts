import { SvelteSet } from "svelte/reactivity";
import type { PageFiles } from "../../../client/browserFiles";
import { writeBaseline, type Baseline } from "../../../core/rewards/baseline";
import type { CodeProblem } from "../../../core/rewards/sandbox";
import type { RewardOptions, RewardTerm } from "../../../core/rewards/reward";
import { readOptions, type OptionProblem } from "../../../core/rewards/readOptions";
import { REWARDS, rewardOf } from "../../../core/rewards/rewards";
import { TASK_PRESETS } from "../../../core/tasks/presets";
import type { FormatChoice, Task, TemplateChoice } from "../../../core/tasks/task";
import { TASK_PATTERN } from "../../../core/tasks/taskPattern";
import { readTask, type ReadTask } from "../../../core/tasks/taskShape";
import { foreignCode, packTask, parseTask, taskJson, unpackTask } from "../../../core/tasks/taskText";
import type { SettingsState } from "../settings.svelte";
import type { KeyValueStore } from "../draftStore";
import { BaselinesState } from "./baselines.svelte";
import { TaskShelf, type ShelfContents } from "./taskShelf";
import { TryOutState, type TryOutParts } from "./tryOut.svelte";
import { STARTER_PATTERN, STARTER_TEMPLATE } from "./taskStarters";

export interface TaskParts extends Omit<TryOutParts, "baselinesFor"> {
  settings: SettingsState;
  /** Where saved tasks and baselines lie; it may throw, as `localStorage` does where storage is forbidden. */
  store: () => KeyValueStore;
  /** Hands a file to the person. */
  download: PageFiles["download"];
  /** Tasks of runs that are here: what the person wrote for them may still run. */
  inUse: () => readonly Task[];
}

/** Somebody's code, and where in the task it stands. */
export interface HeldBackCode {
  path: string;
  code: string;
}

/** Code that the page itself brings along. */
const HOUSE_CODE: ReadonlySet<string> = new Set([
  "",
  STARTER_TEMPLATE,
  STARTER_PATTERN,
  ...[...REWARDS.values()].flatMap(({ options }) =>
    Object.values(options).flatMap((row) => (row.kind === "text" && row.code ? [row.default] : [])),
  ),
]);

/** Code that is kept as run before, at most: what is in use, then the newest. */
const MOST_TRUSTED = 20;

/**
 * The task of the setting `task`: read, changed and written back, saved by name. Code that came with a link or a file
 * (a reward, a template, a pattern) is held back until the person lets it run; what they type here is theirs, except
 * inside code that is held back.
 */
export class TaskState {
  /** The task as the page itself wrote it into the setting, so that it need not be unpacked again. */
  private own: (ReadTask & { text: string }) | undefined = $state.raw();
  /** What perplexities are held against. */
  readonly baselines: BaselinesState;
  /** The task, tried on one answer. */
  readonly tryOut: TryOutState;
  private readonly shelf: TaskShelf;
  private kept: ShelfContents = $state.raw({ tasks: [], trusted: [] });
  private readonly trusted = new SvelteSet<string>();
  /** Code of choices that were left, for when they are chosen again. */
  private left: { template?: string; pattern?: string } = {};
  /** Whether the browser keeps what is saved. */
  keeps = $state(true);

  constructor(private readonly parts: TaskParts) {
    this.baselines = new BaselinesState(parts.store);
    this.tryOut = new TryOutState({
      ...parts,
      baselinesFor: (terms, use) => this.baselines.for(terms, use),
    });
    this.shelf = new TaskShelf(parts.store);
    this.kept = this.shelf.load();
    for (const code of this.kept.trusted) this.trusted.add(code);
  }

  private readonly read: ReadTask = $derived.by(() => {
    const text = this.parts.settings.get("task");
    return this.own?.text === text ? this.own : unpackTask(text);
  });

  /** Code of the task that nobody let run yet, and where it stands. */
  readonly heldBack: readonly HeldBackCode[] = $derived.by(() => this.heldBackOf(this.task));

  /** The preset that the task is, if it is one. */
  readonly preset: string | undefined = $derived.by(() => {
    const text = packTask(this.task);
    return text.startsWith("~") ? undefined : text;
  });

  /** Options of its rewards are whole. */
  get task(): Task {
    return this.read.task;
  }

  /** What of a linked or opened task was not taken as it stood. */
  get problems(): ReadTask["problems"] {
    return this.read.problems;
  }

  /** Whether everything in the task may run. */
  get allowed(): boolean {
    return this.heldBack.length === 0;
  }

  /** The task cannot stand in a link: it is this many characters long. */
  get tooLongForLink(): number | undefined {
    const text = this.parts.settings.get("task");
    return TASK_PATTERN.test(text) ? undefined : text.length;
  }

  /** Names of saved tasks, in the order of the alphabet. */
  get saved(): string[] {
    return this.kept.tasks.map(({ name }) => name).toSorted((one, other) => one.localeCompare(other));
  }

  /** Code of any task, such as that of a run out of a file, that nobody let run yet. */
  heldBackOf(task: Task): readonly HeldBackCode[] {
    return foreignCode(task).filter(({ code }) => this.holdsBack(code));
  }

  /** The person has seen the code that is held back, and lets it run. */
  allow(): void {
    for (const { code } of this.heldBack) this.trusted.add(code);
    this.keepTrusted();
  }

  setTemplate(change: Partial<TemplateChoice>): void {
    const { template } = this.task;
    if (template.id === "custom") this.left.template = template.custom ?? "";
    const { custom = this.left.template ?? STARTER_TEMPLATE, ...rest } = { ...template, ...change };
    this.typed(template.custom, change.custom);
    this.write({ ...this.task, template: rest.id === "custom" ? { ...rest, custom } : rest });
  }

  setFormat(change: Partial<FormatChoice>): void {
    const { format } = this.task;
    if (format.id === "regex") this.left.pattern = format.pattern ?? "";
    const { id, pattern = this.left.pattern ?? STARTER_PATTERN } = { ...format, ...change };
    this.typed(format.pattern, change.pattern);
    this.write({ ...this.task, format: id === "regex" ? { id, pattern } : { id } });
  }

  /** Adds a reward with its usual options. */
  addReward(id: string): void {
    const reward = rewardOf(id);
    if (!reward) return;
    const { options } = readOptions(reward, {});
    this.write({ ...this.task, rewards: [...this.task.rewards, { id, weight: 1, options }] });
  }

  removeReward(index: number): void {
    this.write({ ...this.task, rewards: this.task.rewards.toSpliced(index, 1) });
  }

  setWeight(index: number, weight: number): void {
    if (!Number.isFinite(weight)) return;
    this.setTerm(index, (term) => ({ ...term, weight: Math.min(1000, Math.max(-1000, weight)) }));
  }

  /**
   * Sets one option by the rules of its row; what is of no use changes nothing.
   * @returns what was wrong with the value, if anything
   */
  setOption(index: number, name: string, value: RewardOptions[string]): OptionProblem | undefined {
    const term = this.task.rewards[index];
    const reward = term && rewardOf(term.id);
    const row = reward?.options[name];
    if (!term || !reward || !row) return undefined;
    const { options, problems } = readOptions(reward, { ...term.options, [name]: value });
    const problem = problems.find(({ option }) => option === name);
    if (problem?.type === "refused") return problem;
    if (row.kind === "text" && row.code) this.typed(textAt(term.options, name), textAt(options, name));
    this.setTerm(index, (old) => ({ ...old, options }));
    return problem;
  }

  choosePreset(id: string): void {
    const preset = TASK_PRESETS.find((one) => one.id === id);
    if (preset) this.write(readTask(preset.task).task);
  }

  /** Saves the task under a name, in place of what had it. */
  saveAs(name: string): void {
    const others = this.kept.tasks.filter((one) => one.name !== name);
    this.keep({ ...this.kept, tasks: [...others, { name, json: taskJson(this.task) }] });
  }

  openSaved(name: string): void {
    const found = this.kept.tasks.find((one) => one.name === name);
    if (found) this.open(found.json);
  }

  deleteSaved(name: string): void {
    this.keep({ ...this.kept, tasks: this.kept.tasks.filter((one) => one.name !== name) });
  }

  /** Opens the text of a file; its code is held back unless it ran here before. */
  open(json: string): void {
    const { task, problems } = parseTask(json);
    this.write(task, problems);
  }

  /** Hands the task to the person as a file. */
  saveFile(): void {
    this.parts.download(new Blob([taskJson(this.task)], { type: "application/json" }), "task.json");
  }

  /** Hands a baseline to the person as a file. */
  saveBaseline(baseline: Baseline): void {
    const letters = baseline.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-");
    this.parts.download(
      new Blob([writeBaseline(baseline)], { type: "application/json" }),
      `baseline-${letters}.json`,
    );
  }

  /** What is wrong with a custom reward's code; undefined where nothing is, or nobody can tell. */
  async checkCode(code: string): Promise<CodeProblem | undefined> {
    if (this.holdsBack(code)) return undefined;
    const outcome = await this.parts.scorer.check(code);
    return outcome.ok ? outcome.value : undefined;
  }

  private holdsBack(code: string): boolean {
    return !HOUSE_CODE.has(code) && !this.trusted.has(code);
  }

  /**
   * Code was typed in place of other code: it is the person's own, unless it goes on from what is held back. What stood
   * there is forgotten, a step on the way, where nothing else holds it. Called before the change is written.
   */
  private typed(before: string | undefined, now: string | undefined): void {
    if (now === undefined || now === before || this.holdsBack(before ?? "")) return;
    if (before !== undefined && this.inUse().filter((code) => code === before).length <= 1)
      this.trusted.delete(before);
    this.trusted.add(now);
    this.keepTrusted();
  }

  /** Code of the task, of runs and of saved tasks, as often as it stands there. */
  private inUse(): string[] {
    const saved = this.kept.tasks.map(({ json }) => parseTask(json).task);
    return [this.task, ...this.parts.inUse(), ...saved].flatMap(foreignCode).map(({ code }) => code);
  }

  private setTerm(index: number, change: (term: RewardTerm) => RewardTerm): void {
    const rewards = this.task.rewards.map((term, at) => (at === index ? change(term) : term));
    this.write({ ...this.task, rewards });
  }

  private write(task: Task, problems: ReadTask["problems"] = []): void {
    const packed = packTask(task);
    const text = packed === TASK_PRESETS[0]?.id ? "" : packed;
    this.own = { text, task, problems };
    this.parts.settings.set("task", text);
  }

  private keepTrusted(): void {
    const used = new Set(this.inUse());
    const own = [...this.trusted].filter((code) => !HOUSE_CODE.has(code));
    const trusted = own.toSorted((one, other) => Number(used.has(one)) - Number(used.has(other)));
    this.keep({ ...this.kept, trusted: trusted.slice(-MOST_TRUSTED) });
  }

  private keep(contents: ShelfContents): void {
    this.kept = contents;
    this.keeps = this.shelf.save(contents);
  }
}

function textAt(options: RewardOptions, name: string): string {
  return String(options[name] ?? "");
}
