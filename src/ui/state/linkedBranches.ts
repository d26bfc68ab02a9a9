import { unfoldTree } from "../../core/config/branchTree";
import type { TokenId } from "../../core/model";
import type { BranchesState } from "./branches.svelte";
import type { Tokenizer } from "./lab";
import type { ModelsState } from "./models.svelte";
import { sameIds } from "./sameTexts";
import type { SettingsState } from "./settings.svelte";
import type { TextsState } from "./texts.svelte";

interface Parts {
  settings: SettingsState;
  texts: TextsState;
  models: ModelsState;
  branches: BranchesState;
  tokenizer: Tokenizer;
}

/** The versions of the fields' solution as the settings hold them, and so the link and the draft. */
export class LinkedBranches {
  constructor(private readonly parts: Parts) {}

  /** The versions that the settings hold, without numbers. */
  restore(): void {
    const { settings, branches } = this.parts;
    const { branches: tree, solutionIds, prompt, chat } = settings.all();
    const whole = unfoldTree(tree, solutionIds) ?? [];
    const shown = tree.findIndex(({ ids }) => ids === undefined);
    if (whole.length === 0) branches.clear();
    else branches.restore({ prompt, chat }, whole, shown);
  }

  /** Puts the versions of the fields' solution into the settings. */
  note(): void {
    const { settings, branches } = this.parts;
    const tree = this.fieldsHold(settings.get("solutionIds")) ? branches.tree : [];
    if (tree.length > 0 || settings.get("branches").length > 0) settings.set("branches", tree);
  }

  /** Whether the fields hold the question and these tokens of the branch that is shown or chosen to be. */
  fieldsHold(ids: readonly TokenId[]): boolean {
    const { question, shown } = this.parts.branches;
    const { prompt, chat } = this.parts.texts.request;
    return question.prompt === prompt && question.chat === chat && !!shown && sameIds(shown.ids, ids);
  }

  /** How the tokens look that a link or a draft named by their ids; once a model is there to tell. */
  async name(): Promise<void> {
    const { branches, models, tokenizer } = this.parts;
    const { unnamed } = branches;
    const [info] = models.infos;
    const ids = unnamed.filter((id) => info && id < info.vocabSize);
    if (ids.length === 0) return;
    const outcome = await tokenizer.tokenize({ prompt: "", chat: false, solution: { ids } });
    if (outcome.ok && branches.unnamed === unnamed) branches.name(outcome.value.solution);
  }
}
