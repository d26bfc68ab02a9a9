import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExpectedError } from "../errors";
import { promptRenderer, renderPrompt } from "./renderPrompt";
import type { TemplateChoice } from "./task";
import { TEMPLATE_CHOICES } from "./templates/templates";

const custom = (source: string, rest: Partial<TemplateChoice> = {}): TemplateChoice => ({
  id: "custom",
  custom: source,
  ...rest,
});

describe("renderPrompt", () => {
  test("plain is the question, with system and instruction where there are any", async () => {
    expect(await renderPrompt({ id: "plain" }, "1+1?")).toEqual({ prompt: "1+1?", chat: false });
    const told = { id: "plain", system: "Be short.", instruction: "Box it." } as const;
    expect((await renderPrompt(told, "1+1?")).prompt).toBe("Be short.\n\n1+1?\nBox it.");
  });

  test("chatml and llama3 end where the assistant begins", async () => {
    expect((await renderPrompt({ id: "chatml", system: "S", instruction: "I" }, "Q")).prompt).toBe(
      "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nQ\nI<|im_end|>\n<|im_start|>assistant\n",
    );
    expect((await renderPrompt({ id: "llama3", system: "S" }, "Q")).prompt).toBe(
      "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|>" +
        "<|start_header_id|>user<|end_header_id|>\n\nQ<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
    );
  });

  test("the model's own is left to the lab", async () => {
    expect(await renderPrompt({ id: "model", system: "S", instruction: "I" }, "Q")).toEqual({
      prompt: "Q\nI",
      chat: true,
      system: "S",
    });
    expect(await renderPrompt({ id: "model", system: " " }, "Q")).toEqual({ prompt: "Q", chat: true });
  });

  test("a custom template sees question, system, messages and the row, and gives what ChatML does", async () => {
    const source =
      "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}" +
      "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";
    const choice = { system: "S", instruction: "I" };
    const own = await renderPrompt(custom(source, choice), "Q");
    // trim_blocks takes the line break after a block.
    expect(own.prompt).toBe((await renderPrompt({ id: "chatml", ...choice }, "Q")).prompt);
    const row = { level: 3, tags: ["x", "y"], big: 10n };
    const render = await promptRenderer(
      custom("{{ question }}|{{ system }}|{{ row.level + 1 }}{{ row.tags | join }}{{ row.big }}"),
    );
    expect(render("Q", row).prompt).toBe("Q||4xy10");
  });

  test("every template is offered once and renders", async () => {
    expect(new Set(TEMPLATE_CHOICES.map(({ id }) => id)).size).toBe(TEMPLATE_CHOICES.length);
    for (const { id } of TEMPLATE_CHOICES) {
      const { prompt } = await renderPrompt({ id, custom: "{{ question }}" }, "what?");
      expect(prompt).toContain("what?");
    }
    await expect(renderPrompt({ id: "other" as "plain" }, "")).rejects.toThrow("no template");
  });
});

describe("a hostile template", () => {
  test.each([
    ["a loop without end", "{% for i in range(1000000000) %}x{% endfor %}", /more than 200000 numbers/],
    ["a range of steps of nothing", "{% for i in range(0, 9, 0) %}x{% endfor %}", /range\(\)/],
    [
      "loops in loops",
      "{% for i in range(9999) %}{% for j in range(9999) %}{{ j }}{% endfor %}{% endfor %}",
      /more than 200000 steps/,
    ],
    [
      "a text that doubles itself",
      "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}",
      /longer than 1,000,000/,
    ],
    ["endless recursion", "{% macro f(g) %}{{ g(g) }}{% endmacro %}{{ f(f) }}", /nests too deeply|steps/],
    ["deep nesting", "{{ " + "(".repeat(9000) + "1" + ")".repeat(9000) + " }}", /nests too deeply|cannot/],
    ["a block that is not closed", "{% for i in [1] %}", /cannot be used/],
    ["a sum with what is not there", "{{ 1 + nobody }}", /undefined/],
    ["an exception of its own", "{{ raise_exception('no system role') }}", /no system role/],
    ["too long a source", "x".repeat(20_001), /20001 characters/],
  ])("is refused by name: %s", async (_, source, message) => {
    const rendering = renderPrompt(custom(source), "Q");
    await expect(rendering).rejects.toBeInstanceOf(ExpectedError);
    await expect(rendering).rejects.toThrow(message);
  });

  test("reaches nothing of the page", async () => {
    for (const source of [
      "{{ question.constructor }}",
      "{{ row.constructor }}",
      "{{ row.__proto__ }}",
      "{{ globalThis }}",
      "{{ range.constructor('return 1')() }}",
    ]) {
      const made = await renderPrompt(custom(source), "Q").catch((error: unknown) => error);
      if (made instanceof Error) expect(made).toBeInstanceOf(ExpectedError);
      else expect((made as { prompt: string }).prompt).not.toMatch(/function|object/i);
    }
  });

  test("of any text renders or is refused, and nothing else is thrown", async () => {
    const pieces = [
      "{{",
      "}}",
      "{%",
      "%}",
      "{#",
      " for ",
      "x",
      "in",
      "[",
      "]",
      "'",
      "|",
      "set",
      "endfor",
      "1",
      "~",
      "(",
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), async (parts) => {
        const made = await renderPrompt(custom(parts.join(" ")), "Q").catch((error: unknown) => error);
        if (made instanceof Error) expect(made).toBeInstanceOf(ExpectedError);
      }),
      { numRuns: 300 },
    );
  });
});
