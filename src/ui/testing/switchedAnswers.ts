import type { Settings } from "../../core/config/settings";
import type { AnswerRole } from "../../core/generation/switching/run";
import type { TokenId } from "../../core/model";
import { uniform } from "../../core/random";
import type { Side } from "../../core/side";
import { FakeLab, fakeModels, type FakeLabOptions } from "./fakeLab";
import { ModelsState } from "../state/models.svelte";
import { SettingsState } from "../state/settings.svelte";
import { TextsState } from "../state/texts.svelte";
import { WaitingState } from "../state/waiting.svelte";
import { SwitchingState, type RunKeeper } from "../state/switching/switching.svelte";

const PIECES = ["one", "two", "three", " four", " five", "six ", ".", ",", " and", " or", "?", " seven"];

/** Two models that write pieces and mostly agree, but after every third piece. */
function pairLogits(side: Side, prefix: readonly TokenId[], size: number): Float32Array {
  const hash = prefix.reduce((sum, id) => (Math.imul(sum ^ (id + 1), 0x01000193) >>> 0) + 1, 0);
  const share = (prefix.at(-1) ?? 0) % 3 === 0 ? 0.9 : 0.1;
  return Float32Array.from({ length: size }, (_, id) => {
    if (id < size - PIECES.length) return -40;
    const shared = 6 * uniform(1, "test", hash, id);
    return side === "a" ? shared : (1 - share) * shared + share * 6 * uniform(2, "test", hash, id);
  });
}

/** A laboratory with both models, and the settings of a short answer. */
export async function opened(
  set: Partial<Settings> = {},
  options: Partial<FakeLabOptions> = {},
  loaded = true,
  runs?: RunKeeper,
) {
  const lab = new FakeLab({ pieces: PIECES, contextLength: 200, logits: pairLogits, ...options });
  const settings = new SettingsState();
  settings.assign({ prompt: "one two", maxNewTokens: 24, samplingTemperature: 0.8, topK: 12, ...set });
  const models = new ModelsState(lab);
  const waiting = new WaitingState(models, () => undefined);
  const changed = () => undefined;
  const texts = new TextsState({ settings, models, tokenizer: lab, onEdited: changed, onChanged: changed });
  const switching = new SwitchingState({ lab, settings, models, waiting, texts, runs });
  const load = async () => {
    const [a, b] = fakeModels();
    await Promise.all([models.load("a", a!), models.load("b", b!)]);
  };
  if (loaded) await load();
  const ids = (role: AnswerRole) => switching.answers[role]?.positions.map(({ token }) => token);
  const authors = (role: AnswerRole) =>
    switching.answers[role]?.positions.map(({ author }) => author).join("");
  const change = (changes: Partial<Settings>) => {
    settings.assign(changes);
    switching.follow();
  };
  return { lab, settings, models, waiting, switching, load, ids, authors, set: change };
}

export const THRESHOLD = 0.1;

/** The same settings, written from nothing. */
export async function afresh(set: Partial<Settings>) {
  const other = await opened(set);
  await other.switching.write();
  return other;
}
