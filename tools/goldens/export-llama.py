"""Writes tests/golden/llama-logits.json: logits of small Llama models by PyTorch and Hugging Face's transformers.

The weights come from a formula, so that the test can compute them too: number i of weight k is, in float64,

    h = (7919 i² + 31 i + 104729 k) mod 65521,   u = 2 h / 65521 - 1,
    a norm's number 1 + u / 10, any other 2 u / sqrt(columns), rounded to float32,

where k counts the weights in the order of the forward pass, as weightShapes() in src/training/llama-config.ts does.

Needs torch and transformers (made with 2.13.0 and 5.18.0). Run from the project's root:
    python tools/goldens/export-llama.py
"""

import json
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

SHAPES = [
    dict(heads=2, kvHeads=2, headDim=4, hiddenSize=8, layers=1, ropeTheta=10000, rmsNormEps=1e-5),
    dict(heads=4, kvHeads=2, headDim=6, hiddenSize=16, layers=2, ropeTheta=500, rmsNormEps=1e-6),
    dict(heads=3, kvHeads=1, headDim=8, hiddenSize=12, layers=3, ropeTheta=1000000, rmsNormEps=1e-2),
]
PARTS = [
    "input_layernorm",
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "post_attention_layernorm",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
]


def formula(k: int, shape: torch.Size) -> torch.Tensor:
    i = torch.arange(shape.numel(), dtype=torch.int64)
    u = 2 * ((7919 * i * i + 31 * i + 104729 * k) % 65521).double() / 65521 - 1
    values = 1 + u / 10 if len(shape) == 1 else 2 * u / shape[1] ** 0.5
    return values.float().reshape(shape)


def golden(shape: dict) -> dict:
    config = dict(shape, vocabSize=17, intermediateSize=20, contextLength=32)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=config["vocabSize"],
            hidden_size=config["hiddenSize"],
            intermediate_size=config["intermediateSize"],
            num_hidden_layers=config["layers"],
            num_attention_heads=config["heads"],
            num_key_value_heads=config["kvHeads"],
            head_dim=config["headDim"],
            max_position_embeddings=config["contextLength"],
            rms_norm_eps=config["rmsNormEps"],
            rope_parameters={"rope_type": "default", "rope_theta": config["ropeTheta"]},
            tie_word_embeddings=True,
        )
    )
    layers = [f"model.layers.{layer}.{part}" for layer in range(config["layers"]) for part in PARTS]
    names = ["model.embed_tokens", *layers, "model.norm"]
    with torch.no_grad():
        for k, name in enumerate(names):
            weight = model.get_submodule(name).weight
            weight.copy_(formula(k, weight.shape))
        ids = [(5 * t * t + 3 * t + 1) % config["vocabSize"] for t in range(12)]
        logits = model.double().eval()(torch.tensor([ids])).logits[0]
    return {"config": config, "ids": ids, "logits": [[round(x, 9) for x in row] for row in logits.tolist()]}


if __name__ == "__main__":
    target = Path(__file__).parents[2] / "tests" / "golden" / "llama-logits.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps([golden(shape) for shape in SHAPES]) + "\n")
