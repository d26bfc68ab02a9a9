import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { grad, numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { groupRelativeAdvantages } from "../core/rl/advantages";
import { tokenWeights, type Aggregation } from "../core/rl/aggregation";
import { startDevice } from "./device";
import { tokenLogprobs } from "./llama";
import { clippedPolicyLoss, k3 } from "./losses/clippedPolicy";
import { adamwScalars, adamwStep, initialMoments, type AdamWOptions } from "./optim/adamw";
import { clipByGlobalNorm } from "./optim/clipByGlobalNorm";

/** Numbers made by TRL's and torch's own code in float64; not part of the repository. */
const PATH = fileURLToPath(new URL("../../../shared/oracles/rl_losses.json", import.meta.url));
const present = existsSync(PATH);
const title = present
  ? "numbers made by TRL and torch"
  : "numbers made by TRL and torch (skipped: rl_losses.json is not on this machine)";

const rows = z.array(z.array(z.number()));
const schema = z.object({
  grpo_advantages: z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        rewards_per_func: z.array(z.array(z.union([z.number(), z.literal("NaN")]))),
        num_generations: z.number(),
        scale_rewards: z.enum(["group", "batch", "none"]),
        multi_objective_aggregation: z.string(),
        advantages: z.array(z.number()),
      }),
    ),
  }),
  grpo_loss: z.object({
    fixture: z.object({
      per_token_logps: rows,
      old_per_token_logps: rows,
      ref_per_token_logps: rows,
      completion_mask: rows,
      advantages: z.array(z.number()),
    }),
    cases: z.array(
      z.object({
        name: z.string(),
        params: z.looseObject({
          loss_type: z.string(),
          beta: z.number(),
          epsilon_low: z.number(),
          epsilon_high: z.number(),
          delta: z.number().nullable(),
          importance_sampling_level: z.string(),
          use_bias_correction_kl: z.boolean(),
          "on_policy(old=stopgrad(logps))": z.boolean(),
          max_completion_length: z.number(),
          num_items_in_batch: z.number(),
          entropy_coef: z.number(),
          off_policy_mask_threshold: z.number().nullable(),
        }),
        loss: z.number(),
        grad_per_token_logps: rows,
      }),
    ),
  }),
  dpo_from_logits: z.object({
    fixture: z.looseObject({
      policy_logits: z.array(rows),
      input_ids: rows,
      completion_mask: rows,
      policy_chosen_logps: z.array(z.number()),
      policy_rejected_logps: z.array(z.number()),
    }),
  }),
  kl_estimators: z.object({
    pointwise: z.array(z.looseObject({ "logr=ref-policy": z.number(), k3: z.number() })),
  }),
  optimizers: z.object({
    cases: z.array(
      z.object({ optimizer: z.string(), x0: z.array(z.number()), grads: rows, trajectory: rows }),
    ),
    clip_grad_norm: z.object({ grads: rows, max_norm: z.number(), total_norm: z.number(), clipped: rows }),
  }),
});

describe.skipIf(!present)(title, () => {
  beforeAll(startDevice);
  const oracle = (): z.infer<typeof schema> => schema.parse(JSON.parse(readFileSync(PATH, "utf8")));

  it("group-relative advantages", () => {
    const cases = oracle().grpo_advantages.cases.filter(
      ({ rewards_per_func: [first], multi_objective_aggregation: order }) =>
        first?.length === 1 && order === "sum_then_normalize",
    );
    expect(cases.length).toBeGreaterThan(8);
    for (const { name, rewards_per_func, num_generations, scale_rewards, advantages } of cases) {
      const found = groupRelativeAdvantages(
        rewards_per_func.map(([reward]) => Number(reward)),
        num_generations,
        scale_rewards,
      );
      found.forEach((value, i) => expect(value, name).toBeCloseTo(advantages[i]!, 10));
    }
  });

  it("the clipped policy loss and its gradients, for every way to average that we have", async () => {
    const { fixture, cases } = oracle().grpo_loss;
    const known = cases.filter(
      ({ params }) =>
        ["grpo", "bnpo", "dr_grpo", "dapo"].includes(params.loss_type) &&
        params.delta === null &&
        params.importance_sampling_level === "token" &&
        !params.use_bias_correction_kl &&
        params.entropy_coef === 0 &&
        params.off_policy_mask_threshold === null &&
        params.num_items_in_batch === 33,
    );
    expect(known.length).toBeGreaterThan(12);
    const lengths = fixture.completion_mask.map((row) => row.reduce((sum, one) => sum + one, 0));
    for (const { name, params, loss, grad_per_token_logps } of known) {
      const aggregation: Record<string, Aggregation> = {
        grpo: "sequence-mean",
        bnpo: "token-mean",
        dapo: "token-mean",
        dr_grpo: { fixedLength: params.max_completion_length },
      };
      const weights = tokenWeights(lengths, aggregation[params.loss_type]!);
      const onPolicy = params["on_policy(old=stopgrad(logps))"];
      const options = { clipLow: params.epsilon_low, clipHigh: params.epsilon_high, klWeight: params.beta };
      const lossOf = (logprobs: np.Array): np.Array => {
        const [value, kl] = clippedPolicyLoss(
          logprobs,
          {
            old: np.array((onPolicy ? fixture.per_token_logps : fixture.old_per_token_logps).flat()),
            reference: np.array(fixture.ref_per_token_logps.flat()),
            advantages: np.array(
              fixture.completion_mask.flatMap((row, i) => row.map(() => fixture.advantages[i]!)),
            ),
            weights: np.array(
              fixture.completion_mask.flatMap((row, i) => row.map((one) => one * weights[i]!)),
            ),
          },
          options,
        );
        kl.dispose();
        return value;
      };
      const logprobs = np.array(fixture.per_token_logps.flat());
      expect(lossOf(logprobs.ref).item(), name).toBeCloseTo(loss, 5);
      const gradient = await grad(lossOf)(logprobs).data();
      grad_per_token_logps.flat().forEach((value, i) => expect(gradient[i], name).toBeCloseTo(value, 5));
    }
  });

  it("log-probabilities of completions", async () => {
    const { fixture } = oracle().dpo_from_logits;
    const [T, V] = [fixture.input_ids[0]!.length, fixture.policy_logits[0]![0]!.length];
    const sums: number[] = [];
    for (const [row, ids] of fixture.input_ids.entries()) {
      const logits = np.array(fixture.policy_logits[row]!.slice(0, -1).flat()).reshape([T - 1, V]);
      const logprobs = Array.from(
        await tokenLogprobs(logits, np.array(Int32Array.from(ids.slice(1)))).data(),
        Number,
      );
      sums.push(logprobs.reduce((sum, value, t) => sum + value * fixture.completion_mask[row]![t + 1]!, 0));
    }
    const expected = [...fixture.policy_chosen_logps, ...fixture.policy_rejected_logps];
    sums.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
  });

  it("the k3 estimator of KL", () => {
    for (const { "logr=ref-policy": difference, k3: expected } of oracle().kl_estimators.pointwise) {
      const found = k3(np.array([0]), np.array([difference])).item();
      expect(Math.abs(found - expected)).toBeLessThan(1e-6 * Math.max(1, expected));
    }
  });

  it("Adam, step by step", async () => {
    const { x0, grads, trajectory } = oracle().optimizers.cases.find(
      ({ optimizer }) => optimizer === "adam",
    )!;
    const options: AdamWOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
    let params = { x: np.array(x0) } as Record<string, np.Array>;
    let moments = initialMoments(params);
    for (const [index, gradient] of grads.entries()) {
      const scalars = adamwScalars(options, 0.01, index + 1);
      [params, moments] = adamwStep(options, params, { x: np.array(gradient) }, moments, scalars);
      const found = await params.x!.ref.data();
      trajectory[index]!.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
    }
  });

  it("clipping by global norm", async () => {
    const { grads, max_norm, total_norm, clipped } = oracle().optimizers.clip_grad_norm;
    const [found, norm] = clipByGlobalNorm(
      Object.fromEntries(grads.map((gradient, i) => [String(i), np.array(gradient)])),
      max_norm,
    );
    expect(norm.item()).toBeCloseTo(total_norm, 5);
    for (const [i, expected] of clipped.entries()) {
      const values = await found[String(i)]!.data();
      expected.forEach((value, j) => expect(values[j]).toBeCloseTo(value, 6));
    }
  });
});
