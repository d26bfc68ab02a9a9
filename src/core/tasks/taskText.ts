import { pack, unpack } from "../config/packedText";
import { TASK_PRESETS } from "./presets";
import type { Task } from "./task";
import { MOST_PACKED_TASK } from "./taskPattern";
import { rewardOf } from "../rewards/rewards";
import { DEFAULT_TASK, readRegistered, readTask, type ReadTask, type ReadTerm } from "./taskShape";

/** Characters of a task's JSON, at most. */
export const MOST_TASK_JSON = 1_000_000;

/** A task as a link holds it: a preset by its id, any other packed. */
export function packTask(task: Task): string {
  const json = JSON.stringify(ordered(task));
  const preset = TASK_PRESETS.find((one) => JSON.stringify(ordered(one.task)) === json);
  return preset?.id ?? `~${pack([json])}`;
}

/** The task of a link; one that cannot be read is the default, with the reason. Never throws. */
export function unpackTask(text: string, readTerm: ReadTerm = readRegistered): ReadTask {
  if (text === "") return readTask(DEFAULT_TASK, readTerm);
  if (text.startsWith("~")) {
    const json = text.length <= MOST_PACKED_TASK + 1 ? unpack(text.slice(1), 1)?.[0] : undefined;
    if (json === undefined) return failed("it is damaged", readTerm);
    return parseTask(json, readTerm);
  }
  const preset = TASK_PRESETS.find(({ id }) => id === text);
  return preset ? readTask(preset.task, readTerm) : failed(`no task is called “${text}”`, readTerm);
}

/** A task as a file. */
export function taskJson(task: Task): string {
  return `${JSON.stringify(ordered(task), undefined, 2)}\n`;
}

/** The task of a file's text. Never throws. */
export function parseTask(json: string, readTerm: ReadTerm = readRegistered): ReadTask {
  if (json.length > MOST_TASK_JSON)
    return failed(`${json.length} characters of at most ${MOST_TASK_JSON}`, readTerm);
  try {
    return readTask(JSON.parse(json), readTerm);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), readTerm);
  }
}

/** What in a task could run for ever or is somebody's code: shown, and run after a click where it came from elsewhere. */
export function foreignCode(task: Task): { path: string; code: string }[] {
  const { template, format, rewards } = task;
  return [
    ...(template.id === "custom" ? [{ path: "template.custom", code: template.custom ?? "" }] : []),
    ...(format.id === "regex" ? [{ path: "format.pattern", code: format.pattern ?? "" }] : []),
    ...rewards.flatMap(({ id, options }, index) =>
      Object.entries(rewardOf(id)?.options ?? {}).flatMap(([name, row]) => {
        const code = options[name];
        const own = "code" in row && typeof code === "string" && code !== row.default;
        return own ? [{ path: `rewards[${index}].options.${name}`, code }] : [];
      }),
    ),
  ];
}

function failed(why: string, readTerm: ReadTerm): ReadTask {
  const { task, problems } = readTask(DEFAULT_TASK, readTerm);
  return { task, problems: [{ path: "task", why: "refused", detail: why.slice(0, 200) }, ...problems] };
}

/** Keys in one order, none that is not set and no option that is as it is without, so that equal tasks are equal texts. */
function ordered({ template, format, rewards }: Task): Task {
  const { id, system, custom, instruction } = template;
  return {
    template: {
      id,
      ...(system ? { system } : {}),
      ...(custom === undefined ? {} : { custom }),
      ...(instruction ? { instruction } : {}),
    },
    format: { id: format.id, ...(format.pattern === undefined ? {} : { pattern: format.pattern }) },
    rewards: rewards.map((term) => ({
      id: term.id,
      weight: term.weight,
      options: Object.fromEntries(
        Object.entries(term.options)
          .filter(([name, value]) => value !== rewardOf(term.id)?.options[name]?.default)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    })),
  };
}
