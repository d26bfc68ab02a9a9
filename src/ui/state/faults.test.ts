import { beforeEach, describe, expect, test } from "vitest";
import type { Side } from "../../contract/lab";
import type { Failure } from "../../core/errors";
import { FakeLab } from "../testing/fakeLab";
import { FaultsState } from "./faults.svelte";
import { ModelsState } from "./models.svelte";

const NO_ADAPTER: Failure = { code: "device-missing", message: "This browser offers no WebGPU adapter." };
const CUT: Failure = { code: "model-corrupt", message: "onnx/model.onnx of the model is cut." };
const LAB: Failure = { code: "worker-crashed", message: "The lab stopped working." };

let lab: FakeLab;
let models: ModelsState;
let missing: Side[];
let draftsKept: boolean;
let faults: FaultsState;

beforeEach(() => {
  lab = new FakeLab({ pieces: [] });
  models = new ModelsState(lab);
  missing = [];
  draftsKept = true;
  faults = new FaultsState(models, { missing: () => missing, draftsKept: () => draftsKept });
});

describe("FaultsState", () => {
  test("says nothing where nothing is wrong", () => {
    expect(faults.shown).toEqual([]);
  });

  test("two models that fail for one reason are one fault, for two reasons two", () => {
    models.fail("a", NO_ADAPTER);
    models.fail("b", { ...NO_ADAPTER });
    expect(faults.shown).toEqual([{ type: "models", sides: ["a", "b"], failure: NO_ADAPTER }]);
    models.fail("b", CUT);
    expect(faults.shown).toMatchObject([{ sides: ["a"] }, { sides: ["b"], failure: CUT }]);
  });

  test("what is dismissed stays so until something is asked that it stands in the way of, or it happens anew", () => {
    models.fail("a", CUT);
    models.fail("b", { ...CUT });
    faults.dismiss(faults.shown[0]!);
    expect(faults.shown).toEqual([]);
    models.fail("a", CUT);
    expect(faults.shown).toMatchObject([{ sides: ["a"] }]);
    faults.insist();
    expect(faults.shown).toMatchObject([{ sides: ["a", "b"] }]);
  });

  test("a model whose loading was cancelled is a fault only once it is asked for", () => {
    void models.load("b", { ...modelOf("rl") });
    models.cancel("b");
    expect(faults.shown).toEqual([]);
    missing = ["b"];
    expect(faults.shown).toEqual([{ type: "cancelled", side: "b" }]);
  });

  test("a lost lab and a storage that keeps nothing are said until they are dismissed", () => {
    lab.crash("lab", LAB);
    draftsKept = false;
    expect(faults.shown.map(({ type }) => type)).toEqual(["lab", "drafts"]);
    for (const fault of faults.shown) faults.dismiss(fault);
    expect(faults.shown).toEqual([]);
  });

  test("a run that failed because of a fault need not say it again; any other failure must", () => {
    models.fail("a", CUT);
    lab.crash("lab", LAB);
    lab.crash("b", { code: "device-lost", message: "rl stopped: the graphics device went away (unknown)." });
    const ofRuns: Failure[] = [
      { ...CUT },
      { ...LAB },
      { code: "device-lost", message: "rl stopped: the graphics device went away (destroyed)." },
      { code: "not-kept", message: "This comparison is no longer kept." },
      { code: "too-long", message: "600 tokens; 512 fit." },
    ];
    expect(ofRuns.map((failure) => faults.says(failure))).toEqual([true, true, true, true, false]);
    models.labFailure = undefined;
    expect(faults.says(ofRuns[3]!)).toBe(false);
  });

  test("what was said of a model that is loaded again is not said again beside the text", async () => {
    const failure: Failure = {
      code: "worker-crashed",
      message: "Model A stopped working.",
      hint: "Reload it.",
    };
    await models.load("a", modelOf("base"));
    lab.crash("a", failure);
    expect(faults.says({ ...failure })).toBe(true);
    expect(await models.reload("a")).toBe(true);
    expect(faults.shown).toEqual([]);
    expect(faults.says({ ...failure })).toBe(true);
  });
});

function modelOf(id: string) {
  const spec = { id, folder: `https://example.org/${id}/`, dtype: "fp32", device: "auto" } as const;
  return { id, label: id, description: "", bytes: 1, parameters: 1, spec };
}
